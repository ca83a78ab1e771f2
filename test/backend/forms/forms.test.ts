import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { FormContent } from '../../../src/backend/applications/form-requests.ts';
import { createFormLayout } from '../../../src/backend/forms/form.ts';
import { createForms } from '../../../src/backend/forms/forms.ts';
import { createFormsInWorker } from '../../../src/backend/forms/forms-in-worker.ts';
import { confirmationDeadline } from '../../../src/domain/confirmation-deadline.ts';
import { fullName } from '../../../src/domain/person-name.ts';
import { createTranslate } from '../../../src/messages/messages.ts';

const forms = createForms(createTranslate());
const folder = mkdtempSync(join(tmpdir(), 'forms-'));
afterAll(() => rmSync(folder, { recursive: true }));

const submittedAt = new Date('2026-01-31T09:00:00Z');
const content: FormContent = {
  number: '482-093-755-618-804',
  person: { surname: 'Үлгі', givenName: 'Айгерім', patronymic: 'Демо' },
  iin: '851231490804',
  email: 'aigerim@example.kz',
  region: { kk: 'Қызылорда облысы', ru: 'Кызылординская область', en: 'Kyzylorda Region' },
  city: { kk: 'Қызылорда', ru: 'Кызылорда', en: 'Kyzylorda' },
  domain: 'xn--80aqu.xn--80ao21a',
  keyStorage: 'own-csr',
  keyDescription: 'RSA 2048',
  spkiSha256: '0123456789abcdef'.repeat(4),
  submittedAt,
  confirmBy: confirmationDeadline(submittedAt),
};

const longest: FormContent = {
  ...content,
  person: {
    surname: 'Сынақ-Өтеұзынтегіменжазылғанүлгі'.repeat(6),
    givenName: 'Әбілқайыр-Мұхаммедәли '.repeat(9).trim(),
    patronymic: 'Сынақбекмұхаммедұлы'.repeat(10),
  },
  email: `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(58)}.kz`,
  domain: `*.${'xn--80aaxitdbjk.'.repeat(14)}xn--80ao21a`,
};

const save = (name: string, bytes: Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
const textOf = (file: string): string => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
const scan = (file: string): string =>
  execFileSync('zbarimg', ['-q', '--raw', '--nodbus', file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
const render = (file: string): string => {
  const root = file.replace('.pdf', '');
  execFileSync('pdftoppm', ['-r', '100', '-png', file, root]);
  return root;
};

describe('the form as a PDF', () => {
  test('says in selectable text all that was submitted, in both languages', async () => {
    const text = textOf(save('form.pdf', await forms.pdf(content)));
    for (const words of [
      '482-093-755-618-804',
      'Үлгі Айгерім Демо',
      '851231490804',
      'aigerim@example.kz',
      'Қызылорда облысы, Қызылорда',
      'Кызылординская область, Кызылорда',
      'апи.қаз',
      'xn--80aqu.xn--80ao21a',
      'кілтті өтініш беруші өзі жасаған',
      'RSA 2048',
      '0123 4567 89AB CDEF',
      '2026 жылғы 31 қаңтар',
      '31 января 2026',
      '2026 жылғы 28 ақпан',
      '28 февраля 2026',
      'документ, удостоверяющий вашу личность',
      '1414, support@pki.gov.kz',
      'не официальная форма',
    ]) {
      expect(text).toContain(words);
    }
  });

  test('has every Kazakh letter, also as a picture of itself', async () => {
    const letters = 'ӘәҒғҚқҢңӨөҰұҮүҺһІі';
    const file = save(
      'letters.pdf',
      await forms.pdf({ ...content, person: { surname: letters, givenName: null, patronymic: null } }),
    );
    expect(textOf(file)).toContain(letters);
    expect(execFileSync('pdffonts', [file], { encoding: 'utf8' })).toMatch(/DejaVuSansCondensed-Bold.*yes yes yes/);
  });

  test('names itself and its language, and is tagged for screen readers', async () => {
    const facts = execFileSync('pdfinfo', [save('facts.pdf', await forms.pdf(content))], { encoding: 'utf8' });
    expect(facts).toMatch(/Title: +SSL-сертификатқа өтінім · Заявка на SSL-сертификат · 482-093-755-618-804/);
    expect(facts).toMatch(/Tagged: +yes/);
    expect(facts).toMatch(/Pages: +1\n/);
    expect(facts).toMatch(/Page size: +595 x 842 pts \(A4\)/);
  });

  test('carries the number as a QR code that another program reads', async () => {
    expect(scan(`${render(save('scan.pdf', await forms.pdf(content)))}-1.png`)).toBe(content.number);
  });

  test('is the same, byte for byte, for the same content', async () => {
    const [one, two] = await Promise.all([forms.pdf(content), forms.pdf(content)]);
    expect(Buffer.compare(one, two)).toBe(0);
  });

  test('is the same whatever was made before it, also where letters share their drawings', async () => {
    const surname = 'Йй ﬃ Àï';
    const asked = { ...content, email: 'office@affluent.kz', person: { ...content.person, surname: 'Ии Aı' } };
    const others = createForms(createTranslate());
    await others.pdf({ ...content, person: { ...content.person, surname } });
    const after = await others.pdf(asked);
    expect(Buffer.compare(after, await createForms(createTranslate()).pdf(asked))).toBe(0);
    const text = textOf(save('after.pdf', after));
    for (const words of ['office@affluent.kz', 'Ии Aı Айгерім']) expect(text).toContain(words);
  });

  test('says so when there is no e-mail, and shows a lone surname', async () => {
    const person = { surname: 'Сынақ-Жалғызтегі', givenName: null, patronymic: null };
    const text = textOf(save('lone.pdf', await forms.pdf({ ...content, email: null, person })));
    expect(text).toMatch(/Сынақ-Жалғызтегі\n/);
    expect(text).toContain('не указана');
  });
});

describe('the longest answers there can be', () => {
  test('lose no letter', () => {
    const pages = createFormLayout(createTranslate())(longest);
    const marks = pages.flat().filter((mark) => mark.kind === 'text');
    const written = marks.map(({ lines }) => lines.join('').replace(/\s/g, ''));
    expect(written).toContain(fullName(longest.person).replace(/\s/g, ''));
    expect(written).toContain(longest.email);
    expect(written).toContain(longest.domain);
    expect(written).toContain(`*.${'папироска.'.repeat(14)}қаз`);
  });

  test('leave the margins white on every page', async () => {
    const root = render(save('margins.pdf', await forms.pdf(longest)));
    for (const page of [1, 2]) expect(await inkInMargins(`${root}-${page}.png`)).toBe(0);
  });
});

/** Dark pixels in the outer 44 points at the left and at the right. */
async function inkInMargins(file: string): Promise<number> {
  const image = await loadImage(readFileSync(file));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const margin = Math.floor((44 / 595) * image.width);
  let dark = 0;
  for (const x of [0, image.width - margin]) {
    const { data } = context.getImageData(x, 0, margin, image.height);
    for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 200) dark++;
  }
  return dark;
}

describe('the form as a picture', () => {
  test('is a page of 150 dots per inch whose QR code another program reads', async () => {
    const file = save('form.png', await forms.png(content));
    const { width, height } = await loadImage(readFileSync(file));
    expect([width, height]).toEqual([1240, 1754]);
    expect(scan(file)).toBe(content.number);
  });
});

describe('forms made in a worker thread', () => {
  test('are the same files', async () => {
    const worker = createFormsInWorker();
    const [pdf, png] = await Promise.all([worker.pdf(content), worker.png(content)]);
    await worker.close();
    expect(Buffer.compare(pdf, await forms.pdf(content))).toBe(0);
    expect(Buffer.compare(png, await forms.png(content))).toBe(0);
  });

  test('that nobody waits for are made when no other is wanted', async () => {
    const worker = createFormsInWorker();
    const made: string[] = [];
    const note = (name: string) => () => void made.push(name);
    await Promise.all([
      worker.unhurried.pdf(content).then(note('a letter, begun')),
      worker.unhurried.pdf(content).then(note('a letter')),
      worker.pdf(content).then(note('somebody')),
    ]);
    await worker.close();
    expect(made).toEqual(['a letter, begun', 'somebody', 'a letter']);
  });

  test('fail without repeating what they should have said, and the next one is made', async () => {
    const worker = createFormsInWorker();
    const wrong = { ...content, submittedAt: 'Демо' as unknown as Date };
    await expect(worker.pdf(wrong)).rejects.toThrow(/^the form was not made: \w+$/);
    expect((await worker.pdf(content)).length).toBeGreaterThan(10_000);
    await worker.close();
  });

  test('come again after the thread was stopped', async () => {
    const worker = createFormsInWorker();
    const stopped = worker.pdf(content);
    const outcome = expect(stopped).rejects.toThrow('the form worker was stopped');
    await worker.close();
    await outcome;
    expect((await worker.pdf(content)).length).toBeGreaterThan(10_000);
    await worker.close();
  });
});
