// Broadcasts: how much of the allowed rate is used, how long people wait for answers meanwhile, and what 100,000 recipients take.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { everyone } from '../src/bot/broadcast/broadcast.ts';
import { type BroadcastRig, createBroadcastRig } from '../test/bot/broadcast/rig.ts';
import { startSender } from '../test/bot/broadcast/sender.ts';
import { message } from '../test/bot/inbox/rig.ts';
import { startFakeBotApi } from '../test/support/fake-bot-api.ts';

const ALLOWED = Number(process.env['RATE'] ?? 30);
const RECIPIENTS = Number(process.env['RECIPIENTS'] ?? 600);
const MANY = Number(process.env['MANY'] ?? 100_000);
const MANY_PER_SECOND = 2_000;
const ANSWERS_PER_SECOND = 3;
/** People who write while the broadcast runs. */
const WRITERS = 1_000_000;

export async function run(): Promise<void> {
  await rate(false);
  await rate(true);
  await many();
}

/** Over the local Bot API, which refuses what is too fast. */
async function rate(withAnswers: boolean): Promise<void> {
  const rig = await createBroadcastRig('postgresql', ALLOWED);
  await rig.populate(RECIPIENTS);
  const sender = await startSender(settingsOf(rig, rig.telegram, ALLOWED));
  const { id } = await rig.create();
  const sentAt: number[] = [];
  const watching = watch(rig, sentAt);
  await rig.untilSent(id, 1);
  const waits = withAnswers ? await answers(rig, sender.inbox.accept, id) : [];
  await rig.untilStatus(id, 'done');
  watching.abort();
  const [first = 0, last = 0] = [sentAt[0], sentAt.at(-1)];
  const perSecond = (rig.telegram.calls.count('sendMessage') - 1) / ((last - first) / 1_000);
  const { busiest, refused } = rig.telegram.rate;
  console.log(withAnswers ? `beside ${ANSWERS_PER_SECOND} people a second who write` : `${RECIPIENTS} recipients`);
  console.log(
    `  messages a second      ${perSecond.toFixed(2)} of ${ALLOWED} (${((100 * perSecond) / ALLOWED).toFixed(1)} %)`,
  );
  console.log(`  busiest second         ${busiest}, refused as too fast ${refused}`);
  if (withAnswers)
    console.log(`  answers, p50 and p95   ${quantile(waits, 0.5)} ms, ${quantile(waits, 0.95)} ms of ${waits.length}`);
  await sender.stop();
  await rig.close();
}

/** When the server's count grew, to the millisecond or so. */
function watch({ telegram }: BroadcastRig, sentAt: number[]): AbortController {
  const over = new AbortController();
  void (async () => {
    for (let seen = 0; !over.signal.aborted; await delay(2)) {
      const count = telegram.calls.count('sendMessage');
      if (count > seen) sentAt.push(performance.now());
      seen = count;
    }
  })();
  return over;
}

async function answers(
  { telegram, store }: BroadcastRig,
  accept: (updates: ReturnType<typeof message>[]) => Promise<void>,
  id: number,
): Promise<number[]> {
  const waits: Promise<number>[] = [];
  for (let n = 1; (await store.find(id))?.status === 'running'; n += 1) {
    const chatId = WRITERS + n;
    const person = telegram.addPerson({ id: chatId, first_name: 'Writer', language_code: 'ru' });
    person.say('/start');
    const since = performance.now();
    const heard = person.waitFor(() => true, 60_000).then(() => Math.round(performance.now() - since));
    waits.push(heard);
    await accept([message(n, chatId)]);
    await delay(1_000 / ANSWERS_PER_SECOND);
  }
  return Promise.all(waits);
}

/** The sender is a process of its own, so that its memory is its own. */
async function many(): Promise<void> {
  const rig = await createBroadcastRig('postgresql', MANY_PER_SECOND);
  const api = await startFakeBotApi();
  const text = `INSERT INTO conversation (chat_id, facts) SELECT n, '{"language": "ru", "regions": [], "statuses": [],
    "certificateEndsAt": null, "noticesOff": false}' FROM generate_series(1, ${MANY}) n`;
  await rig.database.query({ name: '', text });
  const program = fileURLToPath(new URL('../test/bot/broadcast/sender-process.ts', import.meta.url));
  const child = fork(program, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  child.send(settingsOf(rig, api, MANY_PER_SECOND));
  await once(child, 'message');

  const counting = performance.now();
  await rig.store.count(everyone, false);
  const counted = performance.now() - counting;
  const { id } = await rig.create({ status: 'waiting' });
  const before = performance.now();
  await rig.store.move(id, ['waiting'], 'scheduled');
  const broadcast = await rig.store.find(id);
  if (broadcast) await rig.store.begin(broadcast);
  const snapshot = performance.now() - before;
  await api.until((calls) => calls.length >= 1_000);
  const [startedAt, rss] = [performance.now(), rssOf(child.pid)];
  await rig.untilStatus(id, 'done');
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(`${MANY} recipients`);
  console.log(`  counted and fixed      ${counted.toFixed(0)} ms, ${snapshot.toFixed(0)} ms`);
  console.log(`  sent a second          ${((MANY - 1_000) / seconds).toFixed(0)}, ${MANY_PER_SECOND} allowed`);
  console.log(`  RSS of the sender      ${rss} MB after 1,000, ${rssOf(child.pid)} MB in the end`);
  child.kill('SIGKILL');
  await api.close();
  await rig.close();
}

const settingsOf = (rig: BroadcastRig, api: { readonly url: string; readonly token: string }, perSecond: number) => ({
  ...{ location: rig.location, api: { url: api.url, token: api.token }, key: rig.key.toString('hex'), perSecond },
});

function rssOf(pid: number | undefined): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1_024);
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
