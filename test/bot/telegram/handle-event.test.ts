import { describe, expect, test } from '@jest/globals';
import { createEngine } from '../../../src/bot/conversation/engine.ts';
import { createFlow } from '../../../src/bot/conversation/flow.ts';
import type { ChatEvent, Effect } from '../../../src/bot/inbox/chat-event.ts';
import { createApology, createHandleEvent } from '../../../src/bot/telegram/handle-event.ts';
import { createTranslate } from '../../../src/messages/messages.ts';
import { createTestBackend } from '../../support/backend.ts';
import { now } from '../../support/step.ts';

const backend = createTestBackend(() => now);
const flow = createFlow(backend.services, { pictureCode: true });
const translate = createTranslate();
const draftLifetime = { days: 7 };
const engine = createEngine({ flow, services: backend.services, buildFiles: () => [], draftLifetime });
const handle = createHandleEvent({
  engine,
  flow,
  translate,
  download: async () => new Uint8Array(),
  clock: () => now,
  draftLifetime,
});

const chat = { id: 1, type: 'private' };
const from = { id: 1, is_bot: false, language_code: 'en' };
const event = (kind: ChatEvent['kind'], payload: unknown): ChatEvent => ({
  key: 'tg:1',
  chatId: 1,
  kind,
  payload,
  receivedAt: now,
});
const take = async (each: ChatEvent, state?: unknown, liveMessageId = 5) => {
  const hurried: Effect[] = [];
  const tools = { hurry: (effect: Effect) => void hurried.push(effect), signal: new AbortController().signal };
  return { hurried, turn: await handle(each, { id: 1, state, liveMessageId }, tools) };
};

describe('an event', () => {
  test('that happens twice after a crash leads to the same turn', async () => {
    const started = event('telegram', { update_id: 1, message: { message_id: 1, chat, from, text: '/apply' } });
    expect((await take(started)).turn).toEqual((await take(started)).turn);
  });

  test.each([
    [
      'from a group',
      event('telegram', { update_id: 1, message: { message_id: 1, chat: { id: -5, type: 'group' }, from, text: 'x' } }),
    ],
    ['that is no update', event('telegram', 'hello')],
    ['of another kind', event('support', {})],
  ])('%s changes nothing, and says nothing', async (_, each) => {
    const state = { language: 'kk', draft: {} };
    expect((await take(each, state)).turn).toEqual({ state, effects: [] });
  });
});

describe('while the IIN is looked up', () => {
  const asked = { language: 'en', place: 'question', asked: 'iin', screen: 3, draft: { service: 'ssl-individual' } };
  const answered = (from: object) => ({ update_id: 2, ...from });
  const withAgreement = async () => {
    const agreement = await flow
      .find(({ name }) => name === 'agreement')
      ?.answer(
        { kind: 'choice', code: 'agree' },
        { service: 'ssl-individual' },
        { owner: 'telegram:1', now, language: 'en', progress: () => {} },
      );
    if (!agreement || !('value' in agreement)) throw new Error('the agreement was refused');
    return { ...asked, draft: { ...agreement.value, 'picture-code': { pass: 'none' } } };
  };

  test('the question’s message says so', async () => {
    const message = { message_id: 9, chat, from, text: '900101390002' };
    const { hurried } = await take(event('telegram', answered({ message })), await withAgreement());
    expect(hurried.map(({ method }) => method)).toEqual(['sendChatAction', 'editMessageText']);
    expect(hurried[1]?.params).toMatchObject({ message_id: 5, text: '⏳ Checking the IIN…' });
  });

  test('after “try again” the button says so, and the message stays', async () => {
    const state = {
      ...(await withAgreement()),
      unanswered: { step: 'iin', reply: { kind: 'text', text: '900101390002' } },
    };
    const query = { id: '7', from, message: { message_id: 5, chat }, data: '!go:retry' };
    const { hurried } = await take(event('telegram', answered({ callback_query: query })), state);
    expect(hurried.map(({ method }) => method)).toEqual(['sendChatAction', 'answerCallbackQuery']);
    expect(hurried[1]?.params).toEqual({ callback_query_id: '7', text: '⏳ Checking the IIN…' });
  });
});

test('an event that could not be handled is apologised for in the chat’s language, with a reference', () => {
  const [said, ...others] = createApology(translate, flow)({ id: 1, state: { language: 'kk' } }, 'AB12');
  expect(said?.params).toMatchObject({ chat_id: 1, parse_mode: 'HTML' });
  expect(said?.params.text).toMatch(/Біздің тарапта қате шықты[\s\S]*<code>AB12<\/code>/);
  expect(others).toEqual([]);
});
