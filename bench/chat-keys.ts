// How late the event loop comes while four bot-made keys, their key stores and four hostile requests are in work, beside the same
// loop with nothing to do.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { createKeyMaker } from '../src/bot/chat-keys/key-maker.ts';
import { checkCsr } from '../src/csr/check-csr.ts';
import { parseKeyPassword } from '../src/domain/key-password.ts';
import { createAuthority } from '../test/certificate-files/authority.ts';
import { hostile } from '../test/csr/hostile.ts';

const AT_ONCE = 4;
/** The monitor adds its own resolution to each delay. */
const RESOLUTION_MS = 1;

async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const start = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  const ms = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(1).padStart(7);
  console.log(
    `${ms(delay.percentile(50))} ms p50 ${ms(delay.percentile(99))} ms p99 ${ms(delay.max)} ms max  ${name}: ` +
      `${took.toFixed(0)} ms, ${((user + system) / 1e3).toFixed(0)} ms of processor`,
  );
}

const times = <Result>(work: (at: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, at) => work(at)));

/** One after the other, each in a turn of its own, while the keys are made. */
async function judgeFour(): Promise<void> {
  for (const { sent } of hostile.slice(-AT_ONCE)) {
    await setTimeout(200);
    checkCsr(sent, { domain: 'alatau.kz' });
  }
}

/** Four every 20 ms, each in a turn of its own, for as long as the other work takes: far more than four applicants send. */
async function withHostile(work: Promise<unknown>): Promise<void> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  for (let at = 0; !isDone; at += 1) {
    const { sent } = hostile[at % hostile.length] as (typeof hostile)[number];
    checkCsr(sent, { domain: 'alatau.kz' });
    await (at % AT_ONCE === 0 ? setTimeout(20) : setImmediate());
  }
  await done;
}

export async function run(): Promise<void> {
  const parsed = parseKeyPassword('Qarlygash7#');
  if ('because' in parsed) throw new Error(parsed.because);
  const password = parsed.value;
  const maker = createKeyMaker(() => new Date());
  await maker.make('alatau.kz', password); // what is compiled once is not measured
  await measure('nothing but a timer', () => setTimeout(2_000));
  await measure(`${AT_ONCE} keys and ${AT_ONCE} hostile requests`, () =>
    Promise.all([times(() => maker.make('alatau.kz', password)), judgeFour()]),
  );
  await measure(`${AT_ONCE} hostile requests every 20 ms`, () => withHostile(setTimeout(2_000)));
  let made: Awaited<ReturnType<typeof maker.make>>[] = [];
  await measure(`the same and ${AT_ONCE} keys`, async () => {
    const making = times(() => maker.make('alatau.kz', password));
    await withHostile(making);
    made = await making;
  });
  const authority = createAuthority();
  const issued = made.map(({ pem }) => authority.issue('alatau.kz', pem));
  authority.remove();
  await measure(`the same and ${AT_ONCE} key stores (.p12)`, () =>
    withHostile(
      times(async (at) => {
        const [keyFile, certificates] = [made[at]?.keyFile.bytes, issued[at]];
        if (!keyFile || !certificates) throw new Error('too few keys');
        const built = await maker.combine({ keyFile, password, domain: 'alatau.kz', certificates, as: 'p12' });
        if ('because' in built) throw new Error(built.because);
      }),
    ),
  );
}
