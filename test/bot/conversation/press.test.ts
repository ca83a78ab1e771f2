import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFlow } from '../../../src/bot/conversation/flow.ts';
import {
  applicationActions,
  destinations,
  irreversible,
  type Press,
  readPress,
  writePress,
} from '../../../src/bot/conversation/press.ts';
import { createApplicationNumber } from '../../../src/domain/application-number.ts';
import { languages } from '../../../src/domain/language.ts';
import { createTestBackend } from '../../support/backend.ts';

const flow = createFlow(createTestBackend(() => new Date()).services, { pictureCode: true });
const step = fc.constantFrom(...flow.map(({ name }) => name));
const screen = fc.integer({ min: 0, max: 36 ** 8 - 1 });
const code = fc.stringMatching(/^[A-Za-z0-9._-]{1,32}$/);
const number = fc.nat({ max: 9 }).map((digit) => createApplicationNumber(() => digit));

const anyOfOurs: fc.Arbitrary<Press> = fc.oneof(
  fc.record({ to: fc.constant('choice'), step, code, screen }),
  fc.record({ to: fc.constant('page'), page: fc.nat({ max: 99 }), screen }),
  fc.record({ to: fc.constant('edit'), step, screen }),
  fc.record({ to: fc.constantFrom('back', 'keep'), screen }),
  fc.record({ to: fc.constant('sure'), what: fc.constantFrom(...irreversible), screen }),
  fc.record({ to: fc.constant('go'), where: fc.constantFrom(...destinations) }),
  fc.record({ to: fc.constant('speak'), language: fc.constantFrom(...languages) }),
  fc.record({ to: fc.constant('application'), action: fc.constantFrom(...applicationActions), number }),
);

test('a button carries what it means in at most 64 bytes, and it is read back the same', () => {
  fc.assert(
    fc.property(anyOfOurs, (press) => {
      const carried = writePress(press);
      expect(Buffer.byteLength(carried)).toBeLessThanOrEqual(64);
      expect(readPress(carried)).toEqual(press);
    }),
    { numRuns: 2000 },
  );
});

test('what no button of ours carries is read without an error', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (carried) => void readPress(carried)));
  for (const carried of [
    '',
    ':',
    '!go:away',
    '!speak:de',
    '!application:status:1',
    '!sure:what:1',
    '!application:x:482-093-755-618-809',
  ]) {
    expect(readPress(carried)).toBeUndefined();
  }
});
