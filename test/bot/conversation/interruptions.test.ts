import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { problem } from '../../../src/contract/problems.ts';
import { rightCode } from '../../support/backend.ts';
import { requestFor } from '../../support/certificate-requests.ts';
import { questions, startTestTelegram, type TestTelegram } from '../../support/chat.ts';

let local: TestTelegram;
beforeAll(async () => {
  local = await startTestTelegram();
});
afterAll(() => local.close());
afterEach(() => expect(local.problems()).toEqual([]));

const open = questions.filter((each) => each !== 'submitted');

describe('cancel', () => {
  test('deletes the draft after a yes', async () => {
    const chat = local.chat();
    await chat.comesTo('domain');
    await chat.presses('✕ Cancel');
    expect(chat.last).toBe('Delete the draft with all its answers?');
    await chat.presses('Yes, delete it');
    expect(chat.last).toBe('The draft is deleted.');
    expect(chat.state.draft).toEqual({});
    expect(chat.buttons[0]).toBe('SSL certificate for individuals');
    expect(chat.wakeAt).toBeNull();
  });

  test('goes on after a no, with the same question', async () => {
    const chat = local.chat();
    await chat.comesTo('domain');
    await chat.says('/cancel');
    await chat.presses('No, continue');
    expect(chat.last).toContain('Domain name');
    await chat.says('alatau.kz');
    expect(chat.last).toContain('Key storage');
  });

  test('with nothing to delete shows the start', async () => {
    const chat = local.chat();
    await chat.says('/cancel');
    expect(chat.buttons[0]).toBe('SSL certificate for individuals');
  });
});

describe('help, language and privacy', () => {
  test('come in between at every question, and the answer still counts', async () => {
    const chat = local.chat();
    for (const question of open) {
      await chat.comesTo(question);
      const before = chat.state;
      for (const [command, words] of [
        ['/help', '1414'],
        ['/language', 'Choose a language'],
        ['/privacy', 'What is kept about you'],
        ['/nonsense', 'There is no such command'],
      ] as const) {
        await chat.says(command);
        expect(chat.last).toContain(words);
      }
      expect(chat.state).toEqual(before);
    }
    await chat.comesTo('submitted');
    expect(chat.backend.submitted.size).toBe(1);
  });
});

describe('another language', () => {
  test.each([
    ['Қазақша', 'Домендік атау'],
    ['Русский', 'Доменное имя'],
  ])('in the middle asks the same question in %s', async (language, words) => {
    const chat = local.chat();
    await chat.comesTo('domain');
    await chat.says('/language');
    await chat.presses(language);
    expect(chat.last).toContain(words);
    await chat.says('alatau.kz');
    expect(chat.state.draft.domain?.ascii).toBe('alatau.kz');
  });

  test('at the first question asks it, though nothing is answered yet', async () => {
    const chat = local.chat();
    await chat.comesTo('service');
    await chat.says('/language');
    await chat.presses('Русский');
    expect(chat.last).toContain('Что понадобится');
    expect(chat.state.place).toBe('question');
  });

  test.each([
    ['kk', 'Ұлттық куәландырушы орталықтың'],
    ['kk-KZ', 'Ұлттық куәландырушы орталықтың'],
    ['ru', 'Национального удостоверяющего центра'],
    ['de', 'Национального удостоверяющего центра'],
  ])('is taken from the app at first: %s', async (language, words) => {
    const chat = local.chat({ language });
    await chat.says('/start');
    expect(chat.last).toContain(words);
  });
});

describe('what nobody asked for', () => {
  test('at every question asks it again with a hint, and loses nothing', async () => {
    const chat = local.chat();
    for (const question of open) {
      await chat.comesTo(question);
      const { draft } = chat.state;
      await chat.sendsPhoto();
      expect(chat.last).toMatch(/^⚠️ Please /);
      await chat.sendsContact();
      expect(chat.last).toMatch(/^⚠️ Please /);
      await chat.sends('voice.ogg', new Uint8Array([1, 2, 3]));
      expect(chat.last).toMatch(/^⚠️ /);
      expect(chat.state.draft).toEqual(draft);
      expect(chat.state.asked).toBe(question);
      expect(chat.buttons.length).toBeGreaterThan(0);
    }
  });

  test.each(['hello', '900101390002'])('at the start is answered with what can be done: %s', async (text) => {
    const chat = local.chat();
    await chat.says(text);
    expect(chat.last).toContain('send its number (15 digits)');
    await chat.sendsPhoto();
    expect(chat.last).toContain('I cannot use this here');
    expect(chat.buttons[0]).toBe('SSL certificate for individuals');
  });

  test('pinning a message says nothing, and is not answered', async () => {
    const { readUpdate } = await import('../../../src/bot/telegram/read-update.ts');
    const { updateSchema } = await import('../../../src/bot/telegram/update.ts');
    const chat = { id: 1, type: 'private' };
    const message = { message_id: 1, chat, from: { id: 1 }, pinned_message: { message_id: 2 } };
    const update = updateSchema.parse({ update_id: 1, message });
    expect(readUpdate(update, async () => new Uint8Array())).toBeUndefined();
  });
});

describe('a private key', () => {
  const { privateKey } = requestFor('alatau.kz');

  test.each(['service', 'domain', 'csr', 'review'] as const)(
    'typed at %s is taken out of the chat',
    async (question) => {
      const chat = local.chat();
      await chat.comesTo(question);
      await chat.says(privateKey);
      expect(chat.all).toContain('This is a private key, not a request');
      expect(JSON.stringify(local.telegram.person(chat.id).messages())).not.toContain('PRIVATE KEY');
      expect(JSON.stringify(chat.stored)).not.toContain('PRIVATE KEY');
    },
  );

  test.each(['home', 'iin', 'csr'] as const)('sent as a file at %s is taken out of the chat', async (place) => {
    const chat = local.chat();
    await chat.comesTo(place === 'home' ? 'service' : place);
    if (place === 'home') await chat.says('/start');
    await chat.sends('alatau.kz.key', Buffer.from(privateKey));
    expect(chat.last).toMatch(
      place === 'csr' ? /This is a private key[\s\S]*Certificate signing request for/ : /This is a private key/,
    );
    expect(
      local.telegram
        .person(chat.id)
        .messages()
        .some(({ document }) => document),
    ).toBe(false);
  });
});

describe('the backend gives no answer', () => {
  test.each([
    ['iin', 'people', '900101390002', 'Is this you?'],
    ['picture-code', 'pictures', undefined, '12 digits'],
    ['region', 'regions', 'astana', 'In which city'],
    ['city', 'regions', 'ayagoz', 'Domain name'],
  ] as const)('at %s: the answer is kept, and given again by the button', async (question, port, typed, next) => {
    const chat = local.chat();
    await chat.comesTo(question);
    const { draft } = chat.state;
    chat.backend.down.add(port);
    await chat.says(typed ?? rightCode(chat.state.memo ?? ''));
    expect(chat.last).toContain('does not answer at the moment');
    expect(chat.all).not.toContain('Checking');
    expect(chat.state.draft).toEqual(draft);
    await chat.presses('Try again');
    expect(chat.last).toContain('does not answer at the moment');
    chat.backend.down.clear();
    await chat.presses('Try again');
    expect(chat.last).toContain(next);
  });

  test('to a pressed button: the same', async () => {
    const chat = local.chat();
    await chat.comesTo('email');
    chat.backend.down.add('regions');
    await chat.presses('Skip');
    chat.backend.down.clear();
    await chat.presses('Try again');
    expect(chat.last).toContain('Where will you confirm');
    expect(chat.state.draft.email).toEqual({ address: null });
  });

  test('and the person types another answer instead', async () => {
    const chat = local.chat();
    await chat.comesTo('iin');
    chat.backend.down.add('people');
    await chat.says('900101390002');
    chat.backend.down.clear();
    await chat.says('851231490804');
    expect(chat.last).toContain('Үлгі Айгерім Демо');
  });

  test('to the first picture: “try again” asks for it', async () => {
    const chat = local.chat();
    await chat.comesTo('agreement');
    chat.backend.down.add('pictures');
    await chat.presses('I have read it');
    chat.backend.down.clear();
    await chat.presses('Try again');
    expect(chat.messages.at(-1)?.photo).toBeDefined();
  });

  test('to a submission, which may have arrived: “try again” makes no second one', async () => {
    const chat = local.chat();
    await chat.comesTo('review');
    chat.backend.loseNextAnswer = true;
    await chat.presses('✅ Submit');
    expect(chat.last).toContain('does not answer at the moment');
    await chat.presses('Try again');
    expect(chat.backend.submissions).toBe(2);
    expect(chat.backend.submitted.size).toBe(1);
    expect(chat.state.applications).toEqual([chat.number]);
  });

  test('to a status: “try again” asks for the same number', async () => {
    const chat = local.chat();
    await chat.comesTo('submitted');
    const { number } = chat;
    chat.backend.down.add('applications');
    await chat.says(number);
    expect(chat.last).toContain('does not answer at the moment');
    chat.backend.down.clear();
    await chat.presses('Try again');
    expect(chat.last).toContain(`Application ${number}`);
  });
});

describe('a submission', () => {
  test('pressed twice is one', async () => {
    const chat = local.chat();
    await chat.comesTo('review');
    await chat.pressesTwice('✅ Submit');
    expect(chat.backend.submitted.size).toBe(1);
    expect(chat.state.applications).toHaveLength(1);
  });

  test.each([
    ['iin', problem('iin-unknown', { field: 'iin' }), 'not in the “Individuals” database', '12 digits'],
    ['email', problem('email-invalid', { field: 'email' }), 'refuses this e-mail', 'E-mail (you can skip it)'],
    ['city', problem('city-unknown', { field: 'city' }), 'no longer confirmed in this city', 'In which city'],
    ['domain', problem('already-applied', { field: 'domain' }), 'already have an open application', 'Domain name'],
    ['csr', problem('csr-refused', { field: 'csr' }), 'its key may not be used', 'Certificate signing request'],
    ['csr', problem('key-used'), 'This key was used before', 'Certificate signing request'],
  ] as const)('refused for the %s asks for it again: %#', async (name, refusal, words, question) => {
    const chat = local.chat();
    await chat.comesTo('review');
    chat.backend.refuse.set('submit', refusal);
    await chat.presses('✅ Submit');
    expect(chat.last).toContain(words);
    expect(chat.last).toContain(question);
    expect(chat.state.draft[name]).toBeUndefined();
    expect(chat.messages.at(-2)?.reply_markup).toBeUndefined();
    chat.backend.refuse.clear();
    await chat.comesTo('submitted');
    expect(chat.backend.submitted.size).toBe(1);
  });

  test.each([
    ['people-unavailable', 'does not answer at the moment'],
    ['too-many-tries', 'Too many tries'],
    ['internal', 'The service had an error'],
  ] as const)('refused for no answer’s sake stays at the review: %s', async (code, words) => {
    const chat = local.chat();
    await chat.comesTo('review');
    chat.backend.refuse.set('submit', problem(code));
    await chat.presses('✅ Submit');
    expect(chat.last).toContain(words);
    expect(chat.last).toContain('Please check everything');
    chat.backend.refuse.clear();
    await chat.presses('✅ Submit');
    expect(chat.backend.submitted.size).toBe(1);
  });

  test('whose form cannot be fetched gives the number, and the form by its button later', async () => {
    const chat = local.chat();
    await chat.comesTo('review');
    chat.backend.refuse.set('applications', problem('internal'));
    await chat.presses('✅ Submit');
    expect(chat.last).toContain('the button below sends it');
    chat.backend.refuse.clear();
    await chat.presses('📄 Form (PDF)');
    expect(chat.messages.at(-1)?.document?.file_name).toBe(`application-${chat.number}.pdf`);
  });
});
