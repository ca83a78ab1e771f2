import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { limits as limitTable } from '../../../src/backend/applications/limits.ts';
import { createPictureCodes, type PictureCodes } from '../../../src/backend/picture-codes/picture-codes.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { openRig, type Rig } from '../storage/rig.ts';

const start = new Date('2026-11-10T10:00:00Z');
let now = start;
let rig: Rig;
let codes: PictureCodes;
const create = (required = true) =>
  createPictureCodes({
    storage: rig.storage.pictureCodes,
    chooseText: () => '234568',
    draw: async () => Buffer.from('a picture'),
    limits: rig.storage.limits,
    limitTable,
    sealing: createSealing(randomBytes(32)),
    clock: () => now,
    required,
  });
beforeAll(async () => {
  rig = await openRig('embedded', () => now);
  codes = create();
});
afterAll(() => rig.close());

let people = 0;
const someone = () => `telegram:${++people}`;
const idFor = async (owner: string): Promise<string> => {
  const created = await codes.create(owner);
  if ('because' in created) throw new Error(created.because);
  return created.value.id;
};
const passFor = async (owner: string): Promise<string> => {
  const answered = await codes.answer(owner, await idFor(owner), '234568');
  if ('because' in answered) throw new Error(answered.because);
  return answered.value.pass;
};
const later = (minutes: number) => {
  now = new Date(start.getTime() + minutes * 60_000);
};

test.each(['234568', ' 23 45 68\n', '２３４５６８'])('%j is read as it was meant', async (answer) => {
  const owner = someone();
  expect(await codes.answer(owner, await idFor(owner), answer)).toHaveProperty('value.pass');
});

test('right or wrong, a picture counts once', async () => {
  const owner = someone();
  const right = await idFor(owner);
  await codes.answer(owner, right, '234568');
  expect(await codes.answer(owner, right, '234568')).toEqual({ because: 'picture-code-gone' });
  const wrong = await idFor(owner);
  expect(await codes.answer(owner, wrong, '234569')).toEqual({ because: 'picture-code-wrong' });
  expect(await codes.answer(owner, wrong, '234568')).toEqual({ because: 'picture-code-gone' });
});

test('of ten answers at once, one counts', async () => {
  const owner = someone();
  const id = await idFor(owner);
  const answers = await Promise.all(Array.from({ length: 10 }, () => codes.answer(owner, id, '234568')));
  expect(answers.filter((answer) => 'value' in answer)).toHaveLength(1);
});

test('a picture is of no use to another owner, and stays for its own', async () => {
  const owner = someone();
  const id = await idFor(owner);
  expect(await codes.answer(someone(), id, '234568')).toEqual({ because: 'picture-code-gone' });
  expect(await codes.answer(owner, id, '234568')).toHaveProperty('value');
});

test('a pass opens three look-ups, to its owner', async () => {
  const owner = someone();
  const pass = await passFor(owner);
  expect(await codes.admit(someone(), pass)).toEqual({ because: 'picture-pass-gone' });
  const admitted = await Promise.all(Array.from({ length: 6 }, () => codes.admit(owner, pass)));
  expect(admitted.filter((refusal) => refusal === undefined)).toHaveLength(3);
  expect(await codes.admit(owner, pass)).toEqual({ because: 'picture-pass-gone' });
});

test('pictures and passes end by themselves', async () => {
  const owner = someone();
  const id = await idFor(owner);
  const pass = await passFor(owner);
  later(5);
  expect(await codes.answer(owner, id, '234568')).toEqual({ because: 'picture-code-gone' });
  expect(await codes.admit(owner, pass)).toBeUndefined();
  later(16);
  expect(await codes.admit(owner, pass)).toEqual({ because: 'picture-pass-gone' });
  later(0);
});

test('without a pass nobody is admitted, unless picture codes are off', async () => {
  expect(await codes.admit(someone(), null)).toEqual({ because: 'picture-pass-gone' });
  expect(await create(false).admit(someone(), null)).toBeUndefined();
});

test('an owner gets only so many pictures an hour', async () => {
  const owner = someone();
  const { tries } = limitTable.pictureCodesPerOwner;
  for (let count = 0; count < tries; count++) await idFor(owner);
  expect(await codes.create(owner)).toMatchObject({ because: 'too-many-tries', retryAfter: 3600 });
  later(61);
  expect(await codes.create(owner)).toHaveProperty('value');
  later(0);
});
