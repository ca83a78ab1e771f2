import { describe, expect, test } from '@jest/globals';
import { checklistDocuments } from '../../../src/backend/applications/desk-work.ts';
import { aigerim, confirm, freshDomain, numberOf, operator, submit, unlimited } from '../running-backend.ts';
import { shareBackend } from '../shared-backend.ts';

const running = shareBackend(unlimited);
const owner = 'telegram:1000';
const almaty = operator('almaty', { regions: ['KZ-75'] });
const astana = operator('astana', { regions: ['KZ-71'] });

describe('an operator', () => {
  test('sees what was submitted, with the IIN masked unless asked for', async () => {
    const number = numberOf(await submit(running));
    const shown = await running.backend.desk.find(number, almaty);
    expect(shown).toMatchObject({
      number,
      status: 'submitted',
      person: { surname: aigerim.surname },
      iin: '8512****0804',
      email: 'aigerim@example.kz',
      region: { code: 'KZ-75' },
      key: { description: 'P-256' },
      agreement: { version: '1' },
      certificate: null,
      letters: [{ kind: 'submitted' }],
      first: null,
      may: {
        confirm: true,
        confirming: 'alone',
        refuse: true,
        takeBack: false,
        revoke: 'application-state',
        revoking: 'alone',
        lookIntoSigning: false,
      },
    });
    const full = await running.backend.desk.find(number, almaty, { fullIin: true });
    expect(full?.iin).toBe(aigerim.iin);
    expect(full?.seen).not.toBe(shown?.seen);
  });

  test('of another region sees nothing of it and can do nothing to it', async () => {
    const view = await submit(running);
    const number = numberOf(view);
    const { desk } = running.backend;
    expect(await desk.find(number, astana)).toBeUndefined();
    expect(await desk.form(number, astana)).toBeUndefined();
    expect(await desk.search(number, astana)).toEqual([]);
    const seen = (await desk.find(number, almaty))?.seen ?? '';
    expect(await desk.confirm({ number, seen, by: astana, checklist: checklistDocuments })).toEqual({
      because: 'application-unknown',
    });
    expect(await desk.refuse({ number, seen, by: astana, reason: 'x' })).toEqual({ because: 'application-unknown' });
  });

  test('never decides on the own application', async () => {
    const view = await submit(running);
    const self = operator('self', { iinFingerprint: running.backend.desk.fingerprintOf(aigerim.iin) });
    expect(await confirm(running, view, self)).toEqual({ because: 'own-application' });
    const shown = await running.backend.desk.find(numberOf(view), self);
    expect(shown?.may).toMatchObject({ confirm: 'own-application', refuse: 'own-application' });
    expect(await confirm(running, view)).toEqual({ value: { status: 'issued' } });
  });

  test('confirms only with every document ticked', async () => {
    const number = numberOf(await submit(running));
    const seen = (await running.backend.desk.find(number, almaty))?.seen ?? '';
    for (const missing of checklistDocuments) {
      const checklist = checklistDocuments.filter((document) => document !== missing);
      expect(await running.backend.desk.confirm({ number, seen, by: almaty, checklist })).toEqual({
        because: 'checklist-incomplete',
      });
    }
    expect(
      await running.backend.desk.confirm({ number, seen, by: almaty, checklist: checklistDocuments }),
    ).toHaveProperty('value');
  });

  test('refuses with a reason, which the applicant reads', async () => {
    const view = await submit(running);
    const number = numberOf(view);
    const { desk } = running.backend;
    const seen = (await desk.find(number, almaty))?.seen ?? '';
    for (const reason of ['', '  ', 'x'.repeat(1_001)]) {
      expect(await desk.refuse({ number, seen, by: almaty, reason })).toEqual({ because: 'reason-missing' });
    }
    expect(await desk.refuse({ number, seen, by: almaty, reason: 'Құжат жоқ' })).toEqual({
      value: { status: 'refused' },
    });
    const answer = await running.client('readApplication', { path: { number }, owner });
    expect(answer).toMatchObject({ value: { status: 'refused', reason: 'Құжат жоқ' } });
    const strangers = await running.client('readApplication', { path: { number } });
    expect(strangers).not.toHaveProperty('value.reason');
  });

  test('finds by number, IIN and domain as people type them', async () => {
    const domain = freshDomain();
    const { number } = await submit(running, { domain });
    const found = async (text: string) =>
      (await running.backend.desk.search(text, almaty)).map((entry) => entry.number);
    expect(await found(number.replaceAll('-', ' '))).toEqual([number]);
    expect(await found(`https://${domain.toUpperCase()}/`)).toEqual([number]);
    expect(await found('851231 490804')).toContain(number);
    expect(await found("' OR 1=1 --")).toEqual([]);
  });
});

test('the queue pages through every application once, nearest deadline first', async () => {
  const views = [];
  for (let index = 0; index < 7; index++) views.push(await submit(running, { region: 'KZ-71', city: 'astana' }));
  const numbers: string[] = [];
  let after: string | undefined;
  do {
    const page = await running.backend.desk.queue('to-confirm', { after, limit: 3 }, astana);
    expect(page.entries.length).toBeLessThanOrEqual(3);
    numbers.push(...page.entries.map(({ number }) => number));
    after = page.next;
  } while (after !== undefined);
  expect(numbers).toEqual(views.map(({ number }) => number));
  expect(await running.backend.desk.counts(astana)).toMatchObject({ 'to-confirm': 7, 'expiring-soon': 0, trouble: 0 });
});

test('after the deadline nothing can be confirmed, whether or not the sweep was there', async () => {
  const view = await submit(running, { region: 'KZ-71', city: 'astana' });
  const seen = (await running.backend.desk.find(numberOf(view), astana))?.seen ?? '';
  const { now } = running.time;
  running.time.now = new Date(Date.parse(view.confirmBy) + 1);
  const request = { number: numberOf(view), seen, by: astana, checklist: checklistDocuments };
  expect(await running.backend.desk.confirm(request)).toEqual({ because: 'application-state' });
  await running.backend.sweep();
  const answer = await running.client('readApplication', { path: { number: view.number }, owner });
  expect(answer).toMatchObject({ value: { status: 'expired', maskedIin: '', email: null } });
  running.time.now = now;
});

describe('a revocation at the desk', () => {
  const issued = async () => {
    const view = await submit(running);
    await confirm(running, view);
    return view;
  };
  const look = async (number: ReturnType<typeof numberOf>, by = almaty) =>
    (await running.backend.desk.find(number, by))?.seen ?? '';
  const reason = 'cessation-of-operation' as const;

  test('takes effect for the operator who has seen it and names the domain or the number', async () => {
    for (const name of ['domain', 'number'] as const) {
      const view = await issued();
      const number = numberOf(view);
      const { desk } = running.backend;
      const request = { number, by: almaty, reason, typed: view[name].toUpperCase() };
      expect(await desk.revoke({ ...request, seen: await look(number), typed: 'example.kz' })).toEqual({
        because: 'confirmation-mistyped',
      });
      expect(await desk.revoke({ ...request, seen: 'never' })).toEqual({ because: 'seen-stale' });
      expect(await desk.revoke({ ...request, seen: await look(number) })).toEqual({ value: { status: 'revoked' } });
      expect(await desk.find(number, almaty)).toMatchObject({
        status: 'revoked',
        revocation: { reason, decidedBy: 'operator:almaty' },
        may: { revoke: 'application-state' },
      });
    }
  });

  test('is not for another region, not for the own certificate, not for what has no certificate', async () => {
    const view = await issued();
    const number = numberOf(view);
    const { desk } = running.backend;
    const self = operator('self', { iinFingerprint: desk.fingerprintOf(aigerim.iin) });
    const request = { number, reason, typed: number };
    expect(await desk.revoke({ ...request, by: astana, seen: await look(number) })).toEqual({
      because: 'application-unknown',
    });
    expect(await desk.revoke({ ...request, by: self, seen: await look(number, self) })).toEqual({
      because: 'own-application',
    });
    const open = numberOf(await submit(running));
    const early = { number: open, by: almaty, reason, typed: open, seen: await look(open) };
    expect(await desk.revoke(early)).toEqual({ because: 'application-state' });
  });

  test('of two at once one is done and the other is told', async () => {
    const number = numberOf(await issued());
    const others = operator('another');
    const press = async (by: typeof almaty, seen: string) =>
      running.backend.desk.revoke({ number, by, reason, typed: number, seen });
    const [mine, theirs] = [await look(number), await look(number, others)];
    const outcomes = await Promise.all([press(almaty, mine), press(others, theirs)]);
    expect(outcomes).toContainEqual({ value: { status: 'revoked' } });
    expect(outcomes).toContainEqual({ because: 'application-state' });
    const listed = await running.backend.desk.queue('revocation-asked', {}, almaty);
    expect(listed.entries).toEqual([]);
  });

  test('that an owner asked for is listed until it is done, in the own regions', async () => {
    const { number } = await issued();
    await running.client('askRevocation', { path: { number }, owner, body: { reason: 'superseded' } });
    const { desk } = running.backend;
    const listed = async (by: typeof almaty) => (await desk.queue('revocation-asked', {}, by)).entries;
    expect(await listed(almaty)).toMatchObject([{ number, revocation: { reason: 'superseded', decidedAt: null } }]);
    expect(await listed(astana)).toEqual([]);
    expect(await desk.counts(almaty)).toMatchObject({ 'revocation-asked': 1 });
    const seen = await look(numberOf({ number }));
    await desk.revoke({ number: numberOf({ number }), by: almaty, reason, typed: number, seen });
    expect(await listed(almaty)).toEqual([]);
  });
});

test('signing is looked into only where it is in trouble', async () => {
  const view = await submit(running);
  const { desk } = running.backend;
  expect(await desk.lookIntoSigning(numberOf(view), almaty)).toBeUndefined();
  await confirm(running, view);
  expect(await desk.lookIntoSigning(numberOf(view), almaty)).toBeUndefined();
});

test('the figures are of the own regions', async () => {
  const before = await running.backend.desk.figures(astana);
  await submit(running, { region: 'KZ-71', city: 'astana' });
  await submit(running);
  const [mine, all] = [await running.backend.desk.figures(astana), await running.backend.desk.figures(operator())];
  expect(mine.at(-1)?.counts['under-way']).toBe((before.at(-1)?.counts['under-way'] ?? 0) + 1);
  expect(all.at(-1)?.total).toBeGreaterThan(mine.at(-1)?.total ?? 0);
});
