import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { openIssuedRegister } from '../../../src/backend/ca/issued-register.ts';

const folder = mkdtempSync(join(tmpdir(), 'register-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pem = (content: string) => `-----BEGIN CERTIFICATE-----\n${content}\n-----END CERTIFICATE-----\n`;
const serials = Array.from({ length: 50 }, (_, index) => `4${index.toString(16).padStart(31, '0')}`);
let registers = 0;
const open = () => join(folder, `${registers++}`);

test('finds each of many that were added at once under its own serial, and leaves nothing unfinished', async () => {
  const directory = open();
  const register = openIssuedRegister(directory);
  await Promise.all(serials.map((serial) => register.add(serial, pem(serial))));
  const again = openIssuedRegister(directory);
  for (const serial of serials) expect(await again.find(serial)).toBe(pem(serial));
  expect(await again.find('4fffffffffffffffffffffffffffffff')).toBeUndefined();
  const names = readdirSync(directory, { recursive: true }).map(String);
  expect(new Set(names)).toEqual(new Set(['40', ...serials.map((each) => `40/${each}.crt`)]));
});

test('lets the first under a serial stand', async () => {
  const register = openIssuedRegister(open());
  const [serial = ''] = serials;
  const added = await Promise.all(['one', 'two', 'three'].map((content) => register.add(serial, pem(content))));
  expect(new Set([...added, await register.add(serial, pem('four')), await register.find(serial)]).size).toBe(1);
});

test('finds what stands alone in its file, as before certificates were written together', async () => {
  const [directory, [serial = '']] = [open(), serials];
  mkdirSync(join(directory, '40'), { recursive: true });
  writeFileSync(join(directory, '40', `${serial}.crt`), pem('alone'));
  const register = openIssuedRegister(directory);
  expect(await register.find(serial)).toBe(pem('alone'));
  expect(await register.add(serial, pem('later'))).toBe(pem('alone'));
});
