import { describe, expect, test } from '@jest/globals';
import type { Output } from '../../../src/bot/conversation/output.ts';
import type { Effect } from '../../../src/bot/inbox/chat-event.ts';
import { createRender, type Place } from '../../../src/bot/telegram/render.ts';
import { parseHtml } from '../../../src/local-telegram/text/html.ts';
import { message } from '../../../src/messages/message.ts';
import { createTranslate } from '../../../src/messages/messages.ts';

const render = createRender(createTranslate());
const typed: Place = {
  chatId: 1,
  liveMessageId: 5,
  ownMessageId: 6,
  pressedMessageId: undefined,
  callbackId: undefined,
};
const pressed: Place = { chatId: 1, liveMessageId: 5, ownMessageId: undefined, pressedMessageId: 5, callbackId: '9' };

const screen = { text: [message('cancel.done')], buttons: [] };
const inPlace: Output = { show: 'screen', screen, inPlace: true };
const below: Output = { show: 'screen', screen, inPlace: false };
const calls = (effects: readonly Effect[]) =>
  effects.map(({ method, params }) => [method, params.message_id].filter(Boolean).join(' '));

describe('a screen', () => {
  test.each([
    ['below is a new message', below, pressed, ['answerCallbackQuery', 'sendMessage']],
    ['in place edits the message that was pressed', inPlace, pressed, ['answerCallbackQuery', 'editMessageText 5']],
    ['in place of nothing is a new message', inPlace, { ...typed, liveMessageId: undefined }, ['sendMessage']],
    [
      'in place of a copy settles the other one',
      inPlace,
      { ...pressed, pressedMessageId: 4 },
      ['answerCallbackQuery', 'editMessageReplyMarkup 5', 'editMessageText 4'],
    ],
    [
      'in place of the only known message edits it',
      inPlace,
      { ...pressed, liveMessageId: undefined, pressedMessageId: 4 },
      ['answerCallbackQuery', 'editMessageText 4'],
    ],
  ] as const)('%s', (_, output, place, expected) => {
    expect(calls(render([output], 'en', place))).toEqual(expected);
  });

  test('that cannot be edited is sent anew, and becomes the live one either way', () => {
    const [, edit] = render([inPlace], 'en', pressed);
    expect(edit).toMatchObject({ keepMessageId: true, orElse: { method: 'sendMessage', keepMessageId: true } });
  });

  test('aside does not become the live one', () => {
    const [notice] = render([{ show: 'notice', screen }], 'en', typed);
    expect(notice?.keepMessageId).toBeUndefined();
  });
});

describe('a settled screen', () => {
  test.each([
    ['loses its buttons', { show: 'settle', hasPicture: false }, typed, ['editMessageReplyMarkup 5']],
    ['says what was answered', { show: 'settle', hasPicture: false, text: screen.text }, typed, ['editMessageText 5']],
    [
      'that is a photo only loses its buttons',
      { show: 'settle', hasPicture: true, text: screen.text },
      typed,
      ['editMessageReplyMarkup 5'],
    ],
    ['that is not known is left', { show: 'settle', hasPicture: false }, { ...typed, liveMessageId: undefined }, []],
  ] as const)('%s', (_, output, place, expected) => {
    const effects = render([output], 'en', place);
    expect(calls(effects)).toEqual(expected);
    expect(effects.every(({ ignoreRefusal }) => ignoreRefusal)).toBe(true);
  });
});

describe('a button', () => {
  test('is always answered, first, and with the words there are', () => {
    const [answer] = render([below, { show: 'toast', text: message('engine.closed'), alert: true }], 'en', pressed);
    expect(answer).toMatchObject({
      method: 'answerCallbackQuery',
      params: { show_alert: true, text: expect.stringContaining('closed') },
    });
    expect(calls(render([], 'en', pressed))).toEqual(['answerCallbackQuery']);
  });

  test('has at most 64 characters on it, and one meaning', () => {
    const name = 'x'.repeat(300);
    const label = message('email-check.keep', { address: name });
    const [sent] = render(
      [{ show: 'notice', screen: { text: screen.text, buttons: [[{ label, press: { to: 'go', where: 'home' } }]] } }],
      'en',
      typed,
    );
    expect(sent?.params.reply_markup).toEqual({
      inline_keyboard: [[{ text: expect.stringMatching(/^No, keep x{54}…$/), callback_data: '!go:home' }]],
    });
  });
});

describe('a long text', () => {
  const endless = message('application.reason', { reason: '<&😀'.repeat(5000) });

  test('is cut to 4096 characters, outside of tags and references', () => {
    const [sent] = render(
      [{ show: 'notice', screen: { text: [message('change.trust'), endless], buttons: [] } }],
      'en',
      typed,
    );
    expect(parseHtml(String(sent?.params.text)).text).toHaveLength(4096);
  });

  test('under a picture is cut to 1024', () => {
    const picture = new Uint8Array(1);
    const [sent] = render([{ show: 'notice', screen: { text: [endless], buttons: [], picture } }], 'en', typed);
    expect(parseHtml(String(sent?.params.caption)).text.length).toBeLessThanOrEqual(1024);
    expect(sent?.files).toEqual([{ field: 'photo', name: 'picture.png', bytes: picture }]);
  });

  test('under a file, too', () => {
    const file: Output = { show: 'file', name: 'a.pdf', bytes: new Uint8Array(1), caption: endless };
    const [sent] = render([file], 'en', typed);
    expect(parseHtml(String(sent?.params.caption)).text.length).toBeLessThanOrEqual(1024);
  });
});

describe('a message with a secret', () => {
  test('is deleted where it is known', () => {
    expect(calls(render([{ show: 'nothing-of-it' }], 'en', typed))).toEqual(['deleteMessage 6']);
    expect(calls(render([{ show: 'nothing-of-it' }], 'en', pressed))).toEqual(['answerCallbackQuery']);
  });
});
