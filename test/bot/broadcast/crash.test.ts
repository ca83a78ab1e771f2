// kill -9 in the middle of a broadcast, ten times: what Telegram saw and what is stored must tell the same story.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { postgresqlMissing } from '../../support/postgresql.ts';
import { type BroadcastRig, createBroadcastRig } from './rig.ts';
import type { SenderSettings } from './sender.ts';

const PROGRAM = fileURLToPath(new URL('sender-process.ts', import.meta.url));
const PER_SECOND = 300;
const RECIPIENTS = 10_000;
const KILLS = 10;

const load = async (): Promise<ChildProcess> => {
  const child = fork(PROGRAM, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
};

(postgresqlMissing ? describe.skip : describe)(
  'two instances, the sending one of which is killed again and again',
  () => {
    let rig: BroadcastRig;
    const members: { readonly child: ChildProcess; readonly instance: string }[] = [];
    /** Loading the program takes long on a busy machine, sending to everybody does not. */
    const spares: ChildProcess[] = [];
    beforeAll(async () => {
      rig = await createBroadcastRig('postgresql', PER_SECOND);
      await rig.populate(RECIPIENTS);
      while (spares.length < KILLS + 2) spares.push(await load());
    });
    afterAll(async () => {
      for (const child of [...spares, ...members.map((each) => each.child)]) child.kill('SIGKILL');
      await rig.close();
    });

    async function add(): Promise<void> {
      const child = spares.pop();
      if (!child) throw new Error('no program is left');
      const settings: SenderSettings = {
        location: rig.location,
        api: { url: rig.telegram.url, token: rig.telegram.token },
        key: rig.key.toString('hex'),
        perSecond: PER_SECOND,
      };
      child.send(settings);
      const [{ instance }] = (await once(child, 'message')) as [{ instance: string }];
      members.push({ child, instance });
    }

    /** The one that has the lease; its replacement is loaded already. */
    async function killTheSender(): Promise<number> {
      const [lease] = await rig.database.query<{ holder: string }>({
        name: 'holder',
        text: "SELECT holder FROM lease WHERE name = 'broadcast'",
      });
      const at = members.findIndex(({ instance }) => instance === lease?.holder);
      const [victim] = members.splice(Math.max(0, at), 1);
      const ended = victim && once(victim.child, 'exit');
      victim?.child.kill('SIGKILL');
      const since = performance.now();
      await ended;
      await add();
      return since;
    }

    test('everybody gets it at most once, and what is not known is what was in flight', async () => {
      await add();
      await add();
      const { id } = await rig.create();
      const silences: number[] = [];
      for (let kills = 1; kills <= KILLS; kills += 1) {
        const before = rig.telegram.calls.count('sendMessage');
        const wanted = before + 100 + Math.floor(Math.random() * 500);
        while (rig.telegram.calls.count('sendMessage') < wanted) await delay(20);
        const since = await killTheSender();
        const last = rig.telegram.calls.count('sendMessage');
        while (rig.telegram.calls.count('sendMessage') === last) await delay(20);
        silences.push(Math.round(performance.now() - since));
      }
      await rig.untilStatus(id, 'done');

      const states = [...(await rig.states(id))].map(([chatId, { state, messageId }]) => {
        const got = rig.telegram
          .person(chatId)
          .messages()
          .filter(({ from }) => from.is_bot);
        return { state, messageId, got: got.map(({ message_id }) => message_id) };
      });
      const counts = await rig.store.counts(id);
      const unknown = states.filter(({ state }) => state === 'unknown');
      const unknownSeen = unknown.filter(({ got }) => got.length === 1).length;
      const accepted = states.reduce((sum, { got }) => sum + got.length, 0);
      const { refused, busiest } = rig.telegram.rate;
      process.stdout.write(
        `${JSON.stringify({ kills: KILLS, silences, counts, unknownSeen, accepted, refused, busiest })}\n`,
      );

      expect(states).toHaveLength(RECIPIENTS);
      expect(states.filter(({ got }) => got.length > 1)).toEqual([]);
      expect(states.filter(({ state, messageId, got }) => state === 'sent' && got[0] !== messageId)).toEqual([]);
      expect(states.filter(({ state, got }) => !/^(sent|unknown)$/.test(state) && got.length > 0)).toEqual([]);
      expect(counts).toMatchObject({ pending: 0, sending: 0, failed: 0, blocked: 0, gone: 0 });
      expect(counts.sent + unknownSeen).toBe(accepted);
      expect(counts.unknown).toBe(unknownSeen + (RECIPIENTS - accepted));
      expect({ refused, isWithin: busiest <= PER_SECOND }).toEqual({ refused: 0, isWithin: true });
    }, 600_000);
  },
);
