import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { nobodysIin, rightCode } from '../../support/backend.ts';
import { requestFor } from '../../support/certificate-requests.ts';
import { startTestTelegram, type TestTelegram } from '../../support/chat.ts';

let local: TestTelegram;
beforeAll(async () => {
  local = await startTestTelegram();
});
afterAll(() => local.close());
afterEach(() => expect(local.problems()).toEqual([]));

describe('the way to a submission', () => {
  test('from /start to the number and the form', async () => {
    const chat = local.chat();
    await chat.says('/start');
    expect(chat.last).toContain('SSL certificates of the National Certification Authority');
    expect(chat.buttons[0]).toBe('SSL certificate for individuals');
    await chat.presses('SSL certificate for individuals');
    expect(chat.last).toContain('What you need');
    await chat.presses('Submit an application');
    expect(chat.last).toContain('Agreement');
    await chat.presses('I have read it and agree');
    expect(chat.last).toContain('Please type the digits in the picture.');
    await chat.says(rightCode(chat.state.memo ?? ''));
    expect(chat.last).toContain('12 digits');
    await chat.says('900101390002');
    expect(chat.last).toContain('Is this you?');
    await chat.presses('Yes, it is me');
    expect(chat.last).toContain('E-mail (you can skip it)');
    await chat.says('applicant@example.kz');
    expect(chat.last).toContain('Region');
    await chat.presses('Abai Region');
    expect(chat.last).toContain('In which city');
    await chat.presses('Semey');
    expect(chat.last).toContain('Domain name');
    await chat.says('alatau.kz');
    expect(chat.last).toContain('Key storage');
    await chat.presses('My own key and request (CSR)');
    expect(chat.last).toContain('-subj "/CN=alatau.kz"');
    await chat.sends('alatau.kz.csr', Buffer.from(requestFor('alatau.kz').pem));
    expect(chat.last).toContain('Please check everything');
    expect(chat.last.split('\n').slice(-8)).toEqual([
      'IIN: 9001****0002',
      'Name: Сынақ Тест',
      'E-mail: applicant@example.kz',
      'Region: Abai Region',
      'City: Semey',
      'Domain: alatau.kz',
      'Key storage: with you (own request)',
      'Request: received, key ECDSA P-256',
    ]);
    await chat.presses('✅ Submit');
    const done = chat.messages.at(-2);
    expect(done?.text).toContain('by 22 December 2026, end of the day');
    expect(done?.text).toContain(chat.number);
    expect(done?.reply_markup?.inline_keyboard.flat()[0]?.copy_text).toEqual({ text: chat.number });
    expect(chat.messages.at(-1)).toMatchObject({ document: { file_name: `application-${chat.number}.pdf` } });
    expect([...chat.backend.submitted.values()]).toEqual([
      {
        iin: '900101390002',
        email: 'applicant@example.kz',
        region: 'KZ-10',
        city: 'semey',
        domain: 'alatau.kz',
        csr: requestFor('alatau.kz').pem,
        keyStorage: 'own-csr',
        agreement: { version: expect.any(String), agreedAt: chat.now.toISOString() },
        language: 'en',
      },
    ]);
  });

  test('leaves nothing of the draft behind, and no button of it to press', async () => {
    const chat = local.chat();
    await chat.comesTo('submitted');
    expect(chat.state).toMatchObject({ place: 'home', draft: {}, draftId: null, memo: null, unanswered: null });
    expect(JSON.stringify(chat.stored)).not.toMatch(/900101390002|applicant@example|Сынақ|alatau/);
    const review = chat.messages.find(({ text }) => text?.includes('Please check everything'));
    expect(review?.text).toContain('Domain: alatau.kz');
    expect(review?.reply_markup).toBeUndefined();
    expect(chat.wakeAt).toBeNull();
  });

  test('never shows the IIN in full', async () => {
    const chat = local.chat();
    await chat.comesTo('region');
    await chat.says('900101390002');
    expect(chat.last).toContain('Nothing in the list contains “············”');
    await chat.presses('Abai Region');
    await chat.presses('Semey');
    await chat.says('/status');
    const sent = local.telegram.calls.entries().filter(({ method }) => method !== 'getUpdates');
    expect(sent.length).toBeGreaterThan(20);
    expect(JSON.stringify(sent.map(({ params }) => params))).not.toContain('900101390002');
    expect(chat.all).not.toContain('900101390002');
  });

  test('the number asks which question it is, of as many as there are', async () => {
    const chat = local.chat();
    await chat.comesTo('service');
    expect(chat.last).toContain('Question 1 of 12');
    await chat.comesTo('region');
    expect(chat.last).toContain('Question 7 of 12');
  });

  test('goes without picture codes where the operator has turned them off', async () => {
    const chat = local.chat({ pictureCode: false });
    chat.backend.services.people.find = async () => ({
      value: { surname: 'Сынақ', givenName: null, patronymic: null },
    });
    await chat.comesTo('agreement');
    await chat.presses('I have read it');
    expect(chat.last).toContain('12 digits');
  });
});

describe('the person', () => {
  test('who is not the one found types the IIN again', async () => {
    const chat = local.chat();
    await chat.comesTo('person');
    await chat.presses('No');
    expect(chat.last).toMatch(/Then there is a slip in the IIN[\s\S]*12 digits/);
    await chat.says('851231490804');
    expect(chat.last).toContain('Үлгі Айгерім Демо');
  });

  test('who is not in the database gets the guide’s advice, and may try again', async () => {
    const chat = local.chat();
    await chat.comesTo('iin');
    await chat.says(nobodysIin);
    expect(chat.last).toMatch(/apply to the Documentation Unit in your city Department of Justice[\s\S]*12 digits/);
    await chat.says('900101390002');
    expect(chat.last).toContain('Is this you?');
  });

  test('sees the question again where “checking” stood, after a refusal', async () => {
    const chat = local.chat();
    await chat.comesTo('iin');
    await chat.says(nobodysIin);
    expect(chat.all).not.toContain('Checking');
    expect(
      local.telegram.calls.entries('editMessageText').some(({ params }) => /Checking/.test(String(params.text))),
    ).toBe(true);
  });
});

describe('the picture code', () => {
  test('read wrongly is followed by another picture', async () => {
    const chat = local.chat();
    await chat.comesTo('picture-code');
    const first = chat.state.memo;
    await chat.says('999999');
    expect(chat.last).toContain('The digits do not match.');
    expect(chat.messages.at(-1)?.photo).toBeDefined();
    expect(chat.state.memo).not.toBe(first);
    expect(chat.messages.at(-2)?.reply_markup).toBeUndefined();
  });

  test('is changed on request', async () => {
    const chat = local.chat();
    await chat.comesTo('picture-code');
    await chat.presses('🔄 Another picture');
    expect(chat.backend.pictures).toBe(2);
    expect(chat.last).not.toContain('⚠️');
    await chat.says(rightCode(chat.state.memo ?? ''));
    expect(chat.last).toContain('12 digits');
  });

  test('that the backend gives no more can be asked for again later, without going in a circle', async () => {
    const { problem } = await import('../../../src/contract/problems.ts');
    const chat = local.chat();
    chat.backend.refuse.set('pictures', problem('too-many-tries', { retryAfter: 300 }));
    await chat.comesTo('picture-code');
    expect(chat.last).toContain('Please wait 5 minutes');
    expect(chat.buttons).toEqual(['🔄 Another picture', '‹ Back', '✕ Cancel']);
    await chat.says('123456');
    expect(chat.last).toContain('Please wait 5 minutes');
    chat.backend.refuse.clear();
    await chat.presses('🔄 Another picture');
    expect(chat.messages.at(-1)?.photo).toBeDefined();
  });

  test('used up in the middle of an edit comes once more, and then the IIN that was to be changed', async () => {
    const chat = local.chat();
    chat.backend.lookUps = 1;
    await chat.comesTo('review');
    await chat.presses('✏️ Change: IIN');
    await chat.says('851231490804');
    expect(chat.last).toContain('type the digits of a new picture first');
    await chat.says(rightCode(chat.state.memo ?? ''));
    expect(chat.last).toMatch(/12 digits[\s\S]*Your answer so far: IIN: 9001\*\*\*\*0002/);
    await chat.says('851231490804');
    expect(chat.last).toContain('Үлгі Айгерім Демо');
    await chat.presses('Yes, it is me');
    expect(chat.last).toContain('Please check everything');
    expect(chat.last).toContain('IIN: 8512****0804');
  });
});

describe('the e-mail address', () => {
  test.each([
    ['Yes: a@gmail.com', 'a@gmail.com'],
    ['No, keep a@gmial.com', 'a@gmial.com'],
  ])('with a likely slip is asked about: %s', async (button, address) => {
    const chat = local.chat();
    await chat.comesTo('email');
    await chat.says('a@gmial.com');
    expect(chat.last).toContain('Did you mean a@gmail.com?');
    await chat.presses(button);
    await chat.presses('Abai Region');
    await chat.presses('Semey');
    await chat.says('alatau.kz');
    await chat.presses('My own key');
    await chat.says(requestFor('alatau.kz').pem);
    await chat.presses('✅ Submit');
    expect([...chat.backend.submitted.values()][0]?.email).toBe(address);
  });

  test('can be skipped', async () => {
    const chat = local.chat();
    await chat.comesTo('email');
    await chat.presses('Skip');
    expect(chat.last).toContain('Region');
  });
});
