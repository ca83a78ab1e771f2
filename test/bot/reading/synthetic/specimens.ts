// Pictures with what is to be read on them: the same for the same grade and seed.
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { FormContent } from '../../../../src/backend/applications/form-requests.ts';
import { createForms } from '../../../../src/backend/forms/forms.ts';
import { createApplicationNumber } from '../../../../src/domain/application-number.ts';
import { createTranslate } from '../../../../src/messages/messages.ts';
import { photograph } from './camera.ts';
import { drawCardBack, drawCardFront, drawPassport } from './paper.ts';
import { createPerson } from './person.ts';
import { createRandom } from './random.ts';
import { chooseShot, drawnWidth, type Grade, grades } from './shot.ts';

export type Sort = 'back' | 'front' | 'passport' | 'form';
/** As applicants send them: most often what they are asked for. */
const sorts: readonly Sort[] = ['back', 'back', 'back', 'back', 'back', 'back', 'back', 'passport', 'front', 'form'];

export interface Specimen {
  readonly name: string;
  readonly sort: Sort;
  readonly grade: Grade;
  readonly seed: number;
  readonly picture: Uint8Array;
  /** The IIN, or the number of the application. */
  readonly right: string;
}

const forms = createForms(createTranslate());

export async function createSpecimen(
  grade: Grade,
  seed: number,
  sort: Sort = sorts[seed % sorts.length] as Sort,
  largest = 2000,
): Promise<Specimen> {
  const random = createRandom(seed * grades.length + grades.indexOf(grade));
  const person = createPerson(random);
  const chosen = chooseShot(grade, random);
  const shot = { ...chosen, size: Math.min(chosen.size, largest) };
  const name = `${grade} ${sort} ${seed}`;
  if (sort === 'form') {
    const number = createApplicationNumber(() => random.whole(0, 9));
    const picture = await photograph(await drawForm(number), shot, random);
    return { name, sort, grade, seed, right: number, picture };
  }
  const draw = { back: drawCardBack, front: drawCardFront, passport: drawPassport }[sort];
  const picture = await photograph(draw(person, drawnWidth(shot), random), shot, random);
  return { name, sort, grade, seed, right: person.iin, picture };
}

/** As it comes from the chat. */
export const fileOf = (picture: Uint8Array) => ({
  ...{ id: '', name: 'photo.jpg', size: picture.length },
  bytes: async () => picture,
});

/** Of an application that was never made. */
export const formContent = (number: FormContent['number']): FormContent => ({
  number,
  person: { surname: 'SPECIMEN', givenName: 'Үлгі', patronymic: null },
  iin: '851231490804',
  email: null,
  region: { kk: 'Абай облысы', ru: 'Абайская область', en: 'Abai Region' },
  city: { kk: 'Семей', ru: 'Семей', en: 'Semey' },
  domain: 'specimen.kz',
  keyStorage: 'own-csr',
  keyDescription: 'RSA 2048',
  spkiSha256: '0123456789abcdef'.repeat(4),
  submittedAt: new Date('2026-11-22T06:00:00Z'),
  confirmBy: new Date('2026-12-22T18:59:59Z'),
});

async function drawForm(number: FormContent['number']) {
  const page = await loadImage(Buffer.from(await forms.png(formContent(number))));
  const canvas = createCanvas(page.width, page.height);
  canvas.getContext('2d').drawImage(page, 0, 0);
  return canvas;
}
