// A document photographed instead of typed: what the chat asks, says and does. What is read is decided by hand here; recognition
// itself is tested in test/bot/reading.
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Reading, unreadReasons } from '../../../src/bot/conversation/reading.ts';
import { createReading } from '../../../src/bot/reading/reading.ts';
import { picture } from '../../support/backend.ts';
import { startTestTelegram } from '../../support/chat.ts';
import { iinOf } from '../../support/step.ts';
import { createSpecimen } from '../reading/synthetic/specimens.ts';

const local = await startTestTelegram();
afterAll(() => local.close());

type CardOutcome = Awaited<ReturnType<Reading['card']>>;
type FormOutcome = Awaited<ReturnType<Reading['form']>>;

/** Reads what it is told, in this order, and asks for the bytes as the real one does. */
function reads({ cards = [], forms = [] }: { cards?: readonly CardOutcome[]; forms?: readonly FormOutcome[] }) {
  const left = { cards: [...cards], forms: [...forms] };
  const files: Uint8Array[] = [];
  const next = <Outcome>(outcomes: Outcome[], file: Uint8Array): Outcome => {
    files.push(file);
    const outcome = outcomes.shift();
    if (outcome === undefined) throw new Error('more pictures are read than expected');
    return outcome;
  };
  const reading: Reading = {
    async card(_, file, waiting) {
      waiting(0);
      return next(left.cards, await file.bytes(20_000_000));
    },
    async form(_, file, waiting) {
      waiting(0);
      return next(left.forms, await file.bytes(20_000_000));
    },
  };
  return { reading, files };
}

const iin = iinOf('900101390002');
const proven = { value: { iin, isProven: true } } as const;
const compared = { value: { iin, isProven: false } } as const;

describe('the IIN', () => {
  test('is read from a photo, shown masked, and looked up after "yes"', async () => {
    const { reading, files } = reads({ cards: [proven] });
    const chat = local.chat({ reading });
    await chat.comesTo('iin');
    expect(chat.last).toContain('photo of the back of your ID card');
    await chat.sendsPhoto();
    expect(files).toEqual([picture]);
    expect(chat.last).toContain('The card says: IIN 9001****0002. Is this right?');
    expect(chat.state.draft.iin).toBeUndefined();
    await chat.presses('Yes, this is right');
    expect(chat.state.asked).toBe('person');
    expect(chat.state.draft.iin?.iin).toBe(iin);
  });

  test('is shown with every digit where no check digit covers them all', async () => {
    const chat = local.chat({ reading: reads({ cards: [compared] }).reading });
    await chat.comesTo('iin');
    await chat.sends('passport.jpg', picture);
    expect(chat.last).toContain('I have read: IIN 900101 390002.');
    expect(chat.last).toContain('compare all twelve');
  });

  test('may be typed after "no", or instead of an answer, or photographed once more', async () => {
    const chat = local.chat({ reading: reads({ cards: [proven, compared] }).reading });
    await chat.comesTo('iin');
    await chat.sendsPhoto();
    await chat.presses('No, I will type it');
    expect(chat.last).toContain('12 digits');
    expect(chat.buttons).not.toContain('Yes, this is right');
    await chat.sendsPhoto();
    expect(chat.last).toContain('compare all twelve');
    await chat.says('851231490804');
    expect(chat.state.draft.iin?.iin).toBe('851231490804');
  });

  test('the question reads again what it read, after "reading" stood in its place', async () => {
    const chat = local.chat({ reading: reads({ cards: [{ because: 'no-card' }] }).reading });
    await chat.comesTo('iin');
    await chat.sendsPhoto();
    expect(chat.all).not.toContain('Reading…');
    expect(chat.last).toContain('I see no ID card in this picture.');
  });

  test('is typed where nothing is read', async () => {
    const chat = local.chat();
    await chat.comesTo('iin');
    await chat.sendsPhoto();
    expect(chat.last).toContain('Please type the IIN as text: 12 digits.');
  });
});

test('a specimen is fetched from Telegram, although larger than any other file may be, read and confirmed', async () => {
  const reading = createReading({ threads: 1 });
  const { picture: photo, right } = await createSpecimen('clean', 2, 'back', 1000);
  expect(photo.length).toBeGreaterThan(16 * 1024);
  const chat = local.chat({ reading });
  await chat.comesTo('iin');
  await chat.sends('card.jpg', photo);
  expect(chat.last).toContain(`IIN ${right.slice(0, 4)}****${right.slice(-4)}. Is this right?`);
  await reading.close();
});

describe('after five pictures in a row that could not be read', () => {
  const five = Array.from({ length: 5 }, () => ({ because: 'unclear-card' }) as const);

  test('pictures stop, and typing goes on', async () => {
    const chat = local.chat({ reading: reads({ cards: five }).reading });
    await chat.comesTo('iin');
    for (let sent = 1; sent < 5; sent++) {
      await chat.sendsPhoto();
      expect(chat.last).not.toContain('fifth');
    }
    await chat.sendsPhoto();
    expect(chat.last).toContain('This was the fifth picture in a row');
    await chat.sendsPhoto();
    expect(chat.last).toContain('Pictures are no longer read here.');
    await chat.says('900101390002');
    expect(chat.state.asked).toBe('person');
  });

  test('what is nobody’s fault does not count', async () => {
    const busy = Array.from({ length: 9 }, () => ({ because: 'busy' }) as const);
    const chat = local.chat({ reading: reads({ cards: [...five.slice(1), ...busy, proven] }).reading });
    await chat.comesTo('iin');
    for (let sent = 0; sent < 14; sent++) await chat.sendsPhoto();
    expect(chat.last).toContain('Is this right?');
  });

  test('the same holds where an application number is asked for', async () => {
    const forms = Array.from({ length: 5 }, () => ({ because: 'no-form' }) as const);
    const chat = local.chat({ reading: reads({ forms }).reading });
    await chat.says('/status');
    for (let sent = 0; sent < 6; sent++) await chat.sendsPhoto();
    expect(chat.last).toContain('Pictures are no longer read here.');
  });
});

describe('the status', () => {
  test('is told for a photo of the form', async () => {
    const chat = local.chat();
    await chat.comesTo('submitted');
    const { number } = chat;
    const other = local.chat({
      reading: reads({ forms: [{ because: 'no-form' }, { value: number as never }] }).reading,
      backend: chat.backend,
    });
    await other.says('/status');
    expect(other.last).toContain('a photo or the PDF of the printed form');
    await other.sendsPhoto();
    expect(other.last).toContain('I found no application number here.');
    await other.sends('form.pdf', picture);
    expect(other.last).toContain(number);
  });
});

describe('every reason is told in the applicant’s language, with the way to type instead', () => {
  const typing = { kk: /жаз/, ru: /напи/i, en: /type/ } as const;
  test.each(Object.keys(typing) as (keyof typeof typing)[])('%s', async (language) => {
    const told = new Set<string>();
    for (const because of unreadReasons.filter((each) => each !== 'stopped')) {
      const chat = local.chat({ language, reading: reads({ forms: [{ because }] }).reading });
      await chat.says('/status');
      await chat.sendsPhoto();
      const [first = ''] = chat.last.split('\n\n');
      expect(first).toMatch(/^⚠️ /);
      expect(first).toMatch(typing[language]);
      told.add(first);
    }
    expect(told.size).toBe(unreadReasons.length - 1);
  });
});

test('every call that was made is one that Telegram knows', () => {
  expect(local.problems()).toEqual([]);
});
