import { describe, expect, test } from '@jest/globals';
import {
  type Actor,
  destroyingStatuses,
  lifecycle,
  mayBecome,
  openStatuses,
  whoMoves,
} from '../../../src/backend/applications/lifecycle.ts';
import { type ApplicationStatus, applicationStatuses } from '../../../src/contract/statuses.ts';

const letters: Readonly<Record<string, Actor>> = { a: 'applicant', o: 'operator', c: 'ca', t: 'clock' };

/** Rows: from; columns: to, in the order of `applicationStatuses`; the letter says who moves, a dot that nobody may. */
const truth: Readonly<Record<ApplicationStatus, string>> = {
  //                   su co si un is se re wi ex rv sp
  submitted: /*       */ '. o . . . . o a t . .',
  confirmed: /*       */ '. . c . . . c . . . .',
  signing: /*         */ '. . . c c . c . . . .',
  'signing-unknown': /**/ '. . c . c . c . . . .',
  issued: /*          */ '. . . . . a . . . o t',
  'set-up': /*        */ '. . . . . . . . . o t',
  refused: /*         */ '. . . . . . . . . . .',
  withdrawn: /*       */ '. . . . . . . . . . .',
  expired: /*         */ '. . . . . . . . . . .',
  revoked: /*         */ '. . . . . . . . . . .',
  superseded: /*      */ '. . . . . . . . . o .',
};

test.each(applicationStatuses)('%s becomes what the table says, and nothing else', (from) => {
  const moves = applicationStatuses.map((to) => whoMoves(from, to));
  expect(moves).toEqual(truth[from].split(' ').map((letter) => letters[letter]));
});

test('a move is made from every status that allows it to this actor', () => {
  expect(mayBecome('refused', 'operator')).toEqual(['submitted']);
  expect(mayBecome('revoked', 'operator')).toEqual(['issued', 'set-up', 'superseded']);
  expect(mayBecome('set-up', 'operator')).toEqual([]);
});

describe('every application', () => {
  const after = (from: ApplicationStatus) => Object.keys(lifecycle[from]) as ApplicationStatus[];
  const reachable = (from: ApplicationStatus, seen = new Set<ApplicationStatus>()): Set<ApplicationStatus> => {
    if (seen.has(from)) return seen;
    seen.add(from);
    for (const next of after(from)) reachable(next, seen);
    return seen;
  };

  test('can become anything from submitted', () => {
    expect(reachable('submitted')).toEqual(new Set(applicationStatuses));
  });

  test('is closed for ever once it is not open any more', () => {
    for (const status of applicationStatuses.filter((each) => !(openStatuses as readonly string[]).includes(each))) {
      expect([...reachable(status)].filter((next) => (openStatuses as readonly string[]).includes(next))).toEqual([]);
    }
  });

  test('is at its end when its personal data are destroyed', () => {
    expect(destroyingStatuses.flatMap(after)).toEqual([]);
  });
});
