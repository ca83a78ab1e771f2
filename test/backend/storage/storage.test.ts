import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Application, Submitted } from '../../../src/backend/applications/application.ts';
import { mayBecome } from '../../../src/backend/applications/lifecycle.ts';
import { type AuditLine, createAuditMac, FIRST_MAC } from '../../../src/backend/storage/audit-chain.ts';
import { statement } from '../../../src/database/sql.ts';
import { engines, openRig, type Rig, submitted } from './rig.ts';

const at = new Date('2026-11-10T10:00:00Z');
const late = new Date('2026-12-02T00:00:00Z');

describe.each(engines)('on %s', (engine) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig(engine, () => at);
  });
  afterAll(() => rig.close());

  const put = async (changes: Partial<Submitted> = {}, key: string = randomUUID(), bodyHash = 'a'.repeat(32)) =>
    rig.storage.applications.submit(submitted(changes), { key, bodyHash });
  const stored = async (changes: Partial<Submitted> = {}): Promise<Application> => {
    const outcome = await put(changes);
    if ('because' in outcome) throw new Error(outcome.because);
    return outcome.value;
  };
  const by = { id: 'operator-1', name: 'One', regions: 'all' } as const;
  const confirm = async (application: Application, operator = by, now = at, seen?: string) =>
    rig.storage.decisions.decide({
      number: application.number,
      seen: seen ?? (await rig.storage.decisions.show(application, operator, new Date(now.getTime() + 1))),
      by: operator,
      judge: ({ status, confirmBy }) => (status !== 'submitted' || confirmBy < now ? 'application-state' : undefined),
      move: { to: 'confirmed', at: now },
    });
  const count = async (text: string) => {
    const [row] = await rig.database.query<{ count: number }>(
      statement(`test_${text.length}_${text.slice(-30)}`, text),
    );
    return row?.count;
  };

  describe('submitting', () => {
    test('what was stored comes back, and nothing personal lies in clear', async () => {
      const wanted = submitted();
      const outcome = await rig.storage.applications.submit(wanted, { key: 'k1', bodyHash: 'b'.repeat(32) });
      const { csr, ...rest } = wanted;
      expect(outcome).toMatchObject({ value: { ...rest, status: 'submitted', reason: null }, repeated: false });
      const found = 'value' in outcome ? await rig.storage.applications.find(outcome.value.number) : undefined;
      expect(Buffer.from(found?.csr ?? [])).toEqual(csr);
      const rows = await rig.database.query(statement('test_everything', 'SELECT * FROM application'));
      const letters = await rig.database.query(statement('test_letters', 'SELECT * FROM letter'));
      const bytes = JSON.stringify([...rows, ...letters], (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
      );
      for (const personal of ['851231490804', 'Айгерім', 'aigerim@']) expect(bytes).not.toContain(personal);
    });

    test('of twenty at once with one key, one is stored and the others get it', async () => {
      const [wanted, key] = [{ domain: 'twenty.kz', spkiSha256: '1'.repeat(64) }, randomUUID()];
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => put(wanted, key)));
      expect(new Set(outcomes.map((each) => ('value' in each ? each.value.number : each.because))).size).toBe(1);
      expect(outcomes.filter((each) => 'value' in each && !each.repeated)).toHaveLength(1);
    });

    test('the same key with another body is a conflict, another owner is another matter', async () => {
      const key = randomUUID();
      await put({}, key);
      expect(await put({}, key, 'c'.repeat(32))).toEqual({ because: 'idempotency-conflict' });
      expect(await put({ owner: 'telegram:2000' }, key)).toMatchObject({ repeated: false });
    });

    test('a person applies once for a domain until that application is closed', async () => {
      const wanted = { domain: 'once.kz', spkiSha256: '2'.repeat(64) };
      const { number } = await stored(wanted);
      expect(await put(wanted)).toEqual({ because: 'already-applied' });
      const from = mayBecome('withdrawn', 'applicant');
      await rig.storage.applications.move({ number, from, to: 'withdrawn', actor: 'applicant', at });
      expect(await put(wanted)).toHaveProperty('value');
    });

    test('a key belongs to one person, also when two claim it at once', async () => {
      const { personal } = submitted();
      const other = { ...personal, iin: '900101390002' as typeof personal.iin };
      const spkiSha256 = '3'.repeat(64);
      const outcomes = await Promise.all([
        put({ spkiSha256 }),
        put({ spkiSha256, personal: other }),
        put({ spkiSha256 }),
      ]);
      const [mine, theirs, mineToo] = outcomes.map((each) => ('because' in each ? each.because : 'stored'));
      expect(mine).toBe(mineToo);
      expect(new Set([mine, theirs])).toEqual(new Set(['key-used', 'stored']));
    });

    test('a key of a revoked certificate is refused to its owner too', async () => {
      const { spkiSha256 } = await stored();
      await rig.database.query(statement('test_revoke', 'UPDATE used_key SET revoked = true WHERE spki_sha256 = $1'), [
        spkiSha256,
      ]);
      expect(await put({ spkiSha256 })).toEqual({ because: 'key-used' });
    });
  });

  describe('moving', () => {
    test('a move that the status does not allow changes nothing', async () => {
      const { number, id } = await stored();
      const move = { number, from: mayBecome('set-up', 'applicant'), to: 'set-up', actor: 'applicant', at } as const;
      expect(await rig.storage.applications.move(move)).toBeUndefined();
      expect(await rig.storage.applications.timeline(id)).toHaveLength(1);
    });

    test('of two operators at once one confirms, the other is told', async () => {
      const application = await stored();
      const outcomes = await Promise.all([
        confirm(application),
        confirm(application, { ...by, id: 'operator-2' } as never),
      ]);
      const words = outcomes.map((each) => ('because' in each ? each.because : each.value.status));
      expect(new Set(words)).toEqual(new Set(['application-state', 'confirmed']));
      expect(await rig.storage.applications.timeline(application.id)).toMatchObject([
        { status: 'submitted', actor: 'applicant' },
        { status: 'confirmed', actor: expect.stringMatching(/^operator:operator-[12]$/) },
      ]);
    });

    test('what was seen counts once, for its operator, and only while it is still so', async () => {
      const application = await stored();
      const show = () => rig.storage.decisions.show(application, by, late);
      expect(await confirm(application, by, at, 'made-up')).toEqual({ because: 'seen-stale' });
      expect(await confirm(application, { ...by, id: 'another' } as never, at, await show())).toEqual({
        because: 'seen-stale',
      });
      expect(await confirm(application, by, late, await show())).toMatchObject({ because: expect.any(String) });
      const seen = await show();
      const change = statement('test_change', 'UPDATE application SET domain = $2 WHERE id = $1');
      await rig.database.query(change, [application.id, 'changed.kz']);
      expect(await confirm(application, by, at, seen)).toEqual({ because: 'seen-stale' });
      await rig.database.query(change, [application.id, application.domain]);
      expect(await confirm(application, by, at, seen)).toEqual({ because: 'seen-stale' });
      expect(await confirm(application, by, at, await show())).toMatchObject({ value: { status: 'confirmed' } });
    });

    test('a move, its history, its audit line and its letter are there together or not at all', async () => {
      const { number, id } = await stored();
      const before = [await count('SELECT count(*) FROM audit'), await count('SELECT count(*) FROM letter')];
      const impossible = new Date(Number.NaN);
      const move = { number, from: ['submitted'], to: 'withdrawn', actor: 'applicant', at } as const;
      await expect(rig.storage.applications.move({ ...move, details: { at: 1n as never } })).rejects.toThrow();
      await expect(rig.storage.applications.move({ ...move, at: impossible })).rejects.toThrow();
      expect([await count('SELECT count(*) FROM audit'), await count('SELECT count(*) FROM letter')]).toEqual(before);
      expect(await rig.storage.applications.find(number)).toMatchObject({ status: 'submitted' });
      expect(await rig.storage.applications.timeline(id)).toHaveLength(1);
    });
  });

  describe('time', () => {
    test('expires what is due, destroys the data, keeps the trail, writes a last letter', async () => {
      const [due, notYet] = [await stored(), await stored({ confirmBy: new Date('2027-01-01T00:00:00Z') })];
      const letters = rig.enqueued.length;
      while ((await rig.storage.deadlines.expireDue(late, 3)) > 0);
      expect(await rig.storage.applications.find(due.number)).toMatchObject({
        status: 'expired',
        personal: null,
        csr: null,
      });
      expect(await rig.storage.applications.find(notYet.number)).toMatchObject({ status: 'submitted' });
      expect(await rig.storage.applications.timeline(due.id)).toMatchObject([
        { status: 'submitted' },
        { status: 'expired', actor: 'clock' },
      ]);
      expect(rig.enqueued.length).toBeGreaterThan(letters);
      const last = await rig.storage.outbox.open(rig.enqueued.at(-1) ?? '');
      expect(last).toMatchObject({ kind: 'expired', to: 'aigerim@example.kz', confirmBy: due.confirmBy });
    });

    test('expiry against approval: one wins, whichever it is', async () => {
      const applications = await Promise.all(Array.from({ length: 12 }, () => stored()));
      const decisions = applications.map((application) => confirm(application, by, new Date('2026-11-30T00:00:00Z')));
      await Promise.all([...decisions, ...Array.from({ length: 6 }, () => rig.storage.deadlines.expireDue(late, 2))]);
      const outcomes = await Promise.all(decisions);
      for (const [index, { id, number }] of applications.entries()) {
        const now = await rig.storage.applications.find(number);
        const outcome = outcomes[index];
        if (outcome && 'value' in outcome) expect(now?.status).toBe('confirmed');
        else expect(['submitted', 'expired']).toContain(now?.status);
        expect((await rig.storage.applications.timeline(id)).length).toBeLessThanOrEqual(2);
      }
    });

    test('reminds once for each number of days, and not of the week a day before', async () => {
      while ((await rig.storage.deadlines.expireDue(late, 100)) > 0);
      const confirmBy = new Date('2027-03-31T18:59:59Z');
      await stored({ confirmBy });
      const daysAhead = (days: number) => new Date(confirmBy.getTime() - days * 86_400_000);
      const { remindDue } = rig.storage.deadlines;
      expect([
        await remindDue(daysAhead(8), 7, 10),
        await remindDue(daysAhead(6), 7, 10),
        await remindDue(daysAhead(6), 7, 10),
      ]).toEqual([0, 1, 0]);
      expect([await remindDue(daysAhead(0.5), 1, 10), await remindDue(daysAhead(0.5), 7, 10)]).toEqual([1, 0]);
    });
  });

  describe('the feed', () => {
    test('shows every change once and in order to who follows it, however many happen at once', async () => {
      const stop = new AbortController();
      const [{ cursor: start = 0 } = {}] = await rig.database.query<{ cursor: number }>(
        statement('test_head', 'SELECT cursor FROM feed_head'),
      );
      const seen: number[] = [];
      const numbers: string[] = [];
      const following = (async () => {
        for (let cursor = start; numbers.length < 40; ) {
          const changes = await rig.storage.feed.changesAfter(cursor, stop.signal);
          seen.push(...changes.map((change) => change.cursor));
          numbers.push(...changes.map(({ number }) => number));
          cursor = seen.at(-1) ?? cursor;
        }
      })();
      const applications = await Promise.all(Array.from({ length: 40 }, () => stored()));
      await following;
      expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => start + 1 + index));
      expect(new Set(numbers)).toEqual(new Set(applications.map(({ number }) => number)));
    });

    test('answers with nothing when the time is over', async () => {
      expect(await rig.storage.feed.changesAfter(1_000_000, AbortSignal.timeout(20))).toEqual([]);
    });
  });

  test('the audit is one unbroken chain', async () => {
    const lines = await rig.database.query<AuditLine>(statement('test_audit', 'SELECT * FROM audit ORDER BY sequence'));
    const macOf = createAuditMac(rig.dataKey);
    let previous = FIRST_MAC;
    for (const [index, line] of lines.entries()) {
      expect(line).toMatchObject({ sequence: index + 1, previous, mac: macOf(line) });
      previous = line.mac;
    }
    expect(lines.length).toBeGreaterThan(80);
    const [head] = await rig.database.query(statement('test_audit_head', 'SELECT sequence, mac FROM audit_head'));
    expect(head).toEqual({ sequence: lines.length, mac: previous });
    const details = lines.map((line) => line.details).join();
    expect(details).not.toMatch(/\d{12}|@/);
  });

  test('tries run out, and come back with the next window', async () => {
    const limit = { name: 'test', tries: 3, seconds: 60 };
    const take = () => rig.storage.limits.take(limit, 'someone');
    const outcomes = await Promise.all(Array.from({ length: 10 }, take));
    expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(3);
    expect(await rig.storage.limits.check(limit, 'someone')).toEqual({ because: 'too-many-tries', retryAfter: 60 });
    expect(await rig.storage.limits.check(limit, 'someone else')).toBeUndefined();
  });
});
