import { expect, test } from '@jest/globals';
import { createBackendServices } from '../../src/bot/backend-services.ts';
import { type BackendClient, BackendUnreachable } from '../../src/contract/client.ts';
import { type ProblemCode, problem } from '../../src/contract/problems.ts';
import { parseApplicationNumber } from '../../src/domain/application-number.ts';

const number = parseApplicationNumber('482-093-755-618-809');

/** What is read of a backend that gives this problem as its answer to everything. */
function reading(code: ProblemCode) {
  const client = (async () => ({ problem: problem(code) })) as BackendClient;
  const { applications } = createBackendServices(client, () => new Date('2026-11-22T06:00:00Z'));
  if (!number) throw new Error('the number is none');
  return { asked: applications.read('telegram:5', number), unasked: applications.readForNews('telegram:5', number) };
}

test.each(['unavailable', 'too-many-tries'] as const)(
  '"%s" is an answer for who asks, and none for news',
  async (code) => {
    const { asked, unasked } = reading(code);
    await expect(unasked).rejects.toThrow(BackendUnreachable);
    expect(await asked).toEqual({ problem: problem(code) });
  },
);

test.each(['application-unknown', 'internal'] as const)(
  '"%s" is an answer for news as well: asking again changes nothing',
  async (code) => {
    const { asked, unasked } = reading(code);
    expect(await unasked).toEqual(await asked);
  },
);
