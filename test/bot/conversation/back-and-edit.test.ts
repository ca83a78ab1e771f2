import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { requestFor } from '../../support/certificate-requests.ts';
import { startTestTelegram, type TestTelegram } from '../../support/chat.ts';

let local: TestTelegram;
beforeAll(async () => {
  local = await startTestTelegram();
});
afterAll(() => local.close());
afterEach(() => expect(local.problems()).toEqual([]));

describe('back', () => {
  test('shows the question before with its answer, in the same message', async () => {
    const chat = local.chat();
    await chat.comesTo('region');
    const message = chat.messages.at(-1)?.message_id;
    await chat.presses('‹ Back');
    expect(chat.messages.at(-1)?.message_id).toBe(message);
    expect(chat.last).toMatch(/E-mail \(you can skip it\)[\s\S]*Your answer so far: E-mail: applicant@example\.kz/);
    await chat.presses('Keep it');
    expect(chat.last).toContain('Where will you confirm');
  });

  test('twice, then an answer, leads on to where the applicant was', async () => {
    const chat = local.chat();
    await chat.comesTo('domain');
    await chat.presses('‹ Back');
    await chat.presses('‹ Back');
    expect(chat.last).toContain('Where will you confirm');
    await chat.presses('Keep it');
    expect(chat.last).toContain('Domain name');
  });

  test('to a question whose answer others hang on asks for those again, and only for those', async () => {
    const chat = local.chat();
    await chat.comesTo('domain');
    await chat.presses('‹ Back');
    await chat.presses('‹ Back');
    await chat.presses('East Kazakhstan');
    expect(chat.last).toContain('In which city');
    await chat.presses('Ridder');
    expect(chat.last).toContain('Domain name');
  });

  test('from a picture takes its buttons away', async () => {
    const chat = local.chat();
    await chat.comesTo('picture-code');
    await chat.presses('‹ Back');
    expect(chat.last).toContain('Agreement');
    expect(chat.messages.at(-2)?.photo).toBeDefined();
    expect(chat.messages.at(-2)?.reply_markup).toBeUndefined();
    await chat.presses('Keep it');
    expect(chat.messages.at(-1)?.photo).toBeDefined();
    expect(chat.messages.at(-2)?.reply_markup).toBeUndefined();
  });

  test('does not lead to a picture code that is done', async () => {
    const chat = local.chat();
    await chat.comesTo('iin');
    await chat.presses('‹ Back');
    expect(chat.last).toContain('Agreement');
  });

  test('typed as a command asks below', async () => {
    const chat = local.chat();
    await chat.comesTo('region');
    await chat.says('/back');
    expect(chat.last).toContain('E-mail (you can skip it)');
    expect(chat.messages.at(-2)?.reply_markup).toBeUndefined();
  });

  test('from the first question asks it once more', async () => {
    const chat = local.chat();
    await chat.comesTo('service');
    await chat.says('/back');
    expect(chat.last).toContain('What you need');
  });
});

describe('an edit from the review', () => {
  test('returns to the review', async () => {
    const chat = local.chat();
    await chat.comesTo('review');
    await chat.presses('✏️ Change: e-mail');
    await chat.says('other@example.kz');
    expect(chat.last).toMatch(/Please check everything[\s\S]*E-mail: other@example\.kz/);
  });

  test('that is thought better of returns there, too', async () => {
    const chat = local.chat();
    await chat.comesTo('review');
    await chat.presses('✏️ Change: domain');
    await chat.presses('Keep it');
    expect(chat.last).toMatch(/Please check everything[\s\S]*Request: received/);
  });

  test('of the domain asks for a new request, since the old one names the old domain', async () => {
    const chat = local.chat();
    await chat.comesTo('review');
    await chat.presses('✏️ Change: domain');
    await chat.says('other.kz');
    expect(chat.last).toContain('Certificate signing request for other.kz');
    await chat.says(requestFor('other.kz').pem);
    expect(chat.last).toContain('Please check everything');
  });

  test('of the e-mail with a slip goes through the hint to the review', async () => {
    const chat = local.chat();
    await chat.comesTo('review');
    await chat.presses('✏️ Change: e-mail');
    await chat.says('a@gmial.com');
    await chat.presses('Yes: a@gmail.com');
    expect(chat.last).toMatch(/Please check everything[\s\S]*E-mail: a@gmail\.com/);
  });

  test('whose new answer is refused can still keep the old one', async () => {
    const chat = local.chat();
    await chat.comesTo('review');
    await chat.presses('✏️ Change: IIN');
    await chat.says('980109090001');
    expect(chat.last).toContain('not in the “Individuals” database');
    await chat.presses('Keep it');
    expect(chat.last).toMatch(/Please check everything[\s\S]*IIN: 9001\*\*\*\*0002/);
  });

  test('has a button for each line and none for what is not shown', async () => {
    const chat = local.chat();
    await chat.comesTo('review');
    expect(chat.buttons).toEqual([
      '✅ Submit the application',
      ...['IIN', 'name', 'e-mail', 'region', 'city', 'domain', 'key storage', 'request (CSR)'].map(
        (line) => `✏️ Change: ${line}`,
      ),
      '✕ Cancel',
    ]);
  });

  test('of the name with “no” asks for the IIN', async () => {
    const chat = local.chat();
    await chat.comesTo('review');
    await chat.presses('✏️ Change: name');
    await chat.presses('No');
    expect(chat.last).toContain('12 digits');
    await chat.says('851231490804');
    await chat.presses('Yes, it is me');
    expect(chat.last).toMatch(/Please check everything[\s\S]*Name: Үлгі Айгерім Демо/);
  });
});

describe('an old keyboard', () => {
  test('does nothing but say that its question is closed', async () => {
    const chat = local.chat();
    await chat.comesTo('agreement');
    await chat.pressesTwice('I have read it');
    const [toast] = local.telegram.calls.entries('answerCallbackQuery').slice(-1);
    expect(toast?.params).toMatchObject({
      text: 'That question is closed. Please use the newest message.',
      show_alert: true,
    });
    expect(chat.backend.pictures).toBe(1);
    expect(chat.state.asked).toBe('picture-code');
  });

  test('cannot delete a newer draft', async () => {
    const chat = local.chat();
    await chat.comesTo('region');
    await chat.says('/cancel');
    const sure = chat.messages.at(-1);
    await chat.presses('No, continue', sure);
    expect(await chat.presses('Yes, delete it', sure)).toContain('closed');
    expect(chat.state.draft.email).toBeDefined();
  });
});
