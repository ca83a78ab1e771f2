import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkCsr } from '../../src/csr/check-csr.ts';
import { readChildren, readElement } from '../../src/csr/der.ts';
import { makeEcKey, makeRsaKey, removeFolder, request, toDer } from './requests.ts';

afterAll(removeFolder);

const rules = { domain: 'alatau.kz' };
const pem = request(makeRsaKey(2048), { options: ['-addext', 'subjectAltName=DNS:alatau.kz'] });
const sound = [toDer(pem), toDer(request(makeEcKey('P-256')))];
const isRefused = (sent: Uint8Array | string) => 'because' in checkCsr(sent, rules);

test('bytes of any kind are refused, never thrown at', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), isRefused), { numRuns: 1_000 });
});

test('text of any kind is refused, never thrown at', () => {
  const pieces = fc.constantFrom(
    '-----BEGIN ',
    'CERTIFICATE REQUEST',
    '-----',
    '-----END ',
    '\n',
    'MII',
    '—',
    '\u00a0',
  );
  const text = fc
    .array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 60 })
    .map((parts) => parts.join(''));
  fc.assert(fc.property(text, isRefused), { numRuns: 1_000 });
});

test('one octet changed anywhere is noticed', () => {
  const change = fc.record({
    der: fc.constantFrom(...sound),
    place: fc.nat({ max: 100_000 }),
    difference: fc.integer({ min: 1, max: 255 }),
  });
  fc.assert(
    fc.property(change, ({ der, place, difference }) => {
      const changed = Buffer.from(der);
      const index = place % changed.length;
      changed[index] = (changed[index] ?? 0) ^ difference;
      return isRefused(changed);
    }),
    { numRuns: 3_000 },
  );
});

test('every shorter piece is refused', () => {
  for (const der of sound)
    for (let length = 0; length < der.length; length++) expect(isRefused(der.subarray(0, length))).toBe(true);
});

test('octets put in anywhere are noticed', () => {
  const insertion = fc.record({
    place: fc.nat({ max: 100_000 }),
    octets: fc.uint8Array({ minLength: 1, maxLength: 20 }),
  });
  fc.assert(
    fc.property(insertion, fc.constantFrom(...sound), ({ place, octets }, der) => {
      const index = place % (der.length + 1);
      return isRefused(Buffer.concat([der.subarray(0, index), octets, der.subarray(index)]));
    }),
    { numRuns: 2_000 },
  );
});

test('reading one level of anything makes at most one element for two octets and copies nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 2, maxLength: 500 }), (content) => {
      const bytes = Buffer.concat([Buffer.from('308201f4', 'hex'), content, Buffer.alloc(500 - content.length)]);
      try {
        const children = readChildren(readElement(bytes));
        return children.length <= 250 && children.every(({ raw }) => raw.buffer === bytes.buffer);
      } catch (error) {
        return (error as Error).message === 'not DER' || (error as Error).message === 'DER is cut off';
      }
    }),
    { numRuns: 1_000 },
  );
});
