// A person's chat with the bot over a local Bot API: real updates in, real calls out, each checked against the official
// specification. Only the inbox is left out: every update is handled and its effects are sent at once.
import type { StepName } from '../../src/bot/conversation/answers.ts';
import type { Conversation } from '../../src/bot/conversation/conversation.ts';
import { createEngine } from '../../src/bot/conversation/engine.ts';
import { createFlow, type Flow } from '../../src/bot/conversation/flow.ts';
import type { Reading } from '../../src/bot/conversation/reading.ts';
import { restoreConversation } from '../../src/bot/conversation/restore.ts';
import type { ChatEvent, Effect } from '../../src/bot/inbox/chat-event.ts';
import { createBotApi } from '../../src/bot/telegram/bot-api.ts';
import { createDownload } from '../../src/bot/telegram/download.ts';
import { createHandleEvent } from '../../src/bot/telegram/handle-event.ts';
import { createSecretFiles } from '../../src/bot/telegram/secret-files.ts';
import { ALLOWED_UPDATES } from '../../src/bot/telegram/update.ts';
import type { Certificates } from '../../src/contract/schemas.ts';
import type { Notice } from '../../src/contract/statuses.ts';
import { type LocalTelegram, startLocalTelegram } from '../../src/local-telegram/local-telegram.ts';
import type { ChatMessage } from '../../src/local-telegram/types.ts';
import { createTranslate } from '../../src/messages/messages.ts';
import { createTestBackend, picture, rightCode, type TestBackend } from './backend.ts';
import { requestFor } from './certificate-requests.ts';

export const DRAFT_DAYS = 7;

/** Files are not the conversation's business: one is enough. */
const buildFiles = (domain: string, { certificate }: Certificates) => [
  { name: `${domain.replace('*', '_wildcard')}.crt`, bytes: Buffer.from(certificate) },
];

export interface TestChat {
  readonly backend: TestBackend;
  readonly id: number;
  now: Date;
  /** As it is stored, and as a later version would find it. */
  stored: unknown;
  readonly state: Conversation;
  /** When the chat wants to be woken. */
  readonly wakeAt: Date | null;
  says(text: string): Promise<void>;
  /** Presses the newest button with this label, or whose label begins so; the toast comes back. */
  presses(label: string, message?: ChatMessage): Promise<string>;
  /** Presses the same button twice before the bot has seen either. */
  pressesTwice(label: string): Promise<void>;
  sends(name: string, bytes: Uint8Array): Promise<void>;
  sendsPhoto(): Promise<void>;
  sendsContact(): Promise<void>;
  statusChanges(number: string, status: string): Promise<void>;
  /** The backend reports something else than a change of status. */
  notices(number: string, notice: Notice): Promise<void>;
  /** The clock reaches the moment that the chat asked for. */
  wakes(): Promise<void>;
  /** A timer comes although nothing is due. */
  timerComes(): Promise<void>;
  /** The bot's messages that are in the chat now, oldest first. */
  readonly messages: readonly ChatMessage[];
  /** What the newest of them reads. */
  readonly last: string;
  /** All that the bot's messages read now. */
  readonly all: string;
  /** Labels of the newest message with buttons. */
  readonly buttons: readonly string[];
  readonly number: string;
  /** From where it is to the named question, with ordinary answers. */
  comesTo(question: Question): Promise<void>;
}

export const questions = [
  'service',
  'agreement',
  'picture-code',
  'iin',
  'person',
  'email',
  'region',
  'city',
  'domain',
  'key-storage',
  'csr',
  'review',
  'submitted',
] as const;
export type Question = (typeof questions)[number];

export interface TestTelegram {
  readonly telegram: LocalTelegram;
  chat(options?: {
    language?: string;
    pictureCode?: boolean;
    keysInChat?: boolean;
    backend?: TestBackend;
    reading?: Reading;
  }): TestChat;
  /** What the bot has called that is not in the official specification. */
  problems(): readonly string[];
  close(): Promise<void>;
}

export async function startTestTelegram(): Promise<TestTelegram> {
  const telegram = await startLocalTelegram();
  const api = createBotApi({ token: telegram.token, apiRoot: telegram.url });
  const download = createDownload(api, { apiRoot: telegram.url, token: telegram.token }, 16 * 1024);
  const translate = createTranslate();
  const secretFiles = createSecretFiles({
    // As with the inbox, what Telegram refuses is no error.
    sendNow: ({ method, params, files }) =>
      api.call(method, params, files && { files }).then(
        (result) => ({ to: 'accept', result }),
        () => ({ to: 'refuse', errorClass: '400' }),
      ),
    download,
    translate,
  });
  let chats = 0;
  let offset = 0;

  function chat({
    language = 'en',
    pictureCode = true,
    keysInChat = false,
    backend: given,
    reading,
  }: Parameters<TestTelegram['chat']>[0] = {}): TestChat {
    const backend = given ?? createTestBackend(() => self.now);
    const person = telegram.addPerson({ id: 800_000_000 + ++chats, first_name: 'Someone', language_code: language });
    const services = { ...backend.services, secretFiles, ...(reading && { reading }) };
    const flow: Flow = createFlow(services, { pictureCode, keysInChat });
    const draftLifetime = { days: DRAFT_DAYS };
    const engine = createEngine({ flow, services, buildFiles, draftLifetime });
    const clock = () => self.now;
    const handle = createHandleEvent({ engine, flow, translate, download, clock, draftLifetime });
    let liveMessageId: number | undefined;
    let wakeAt: Date | null = null;
    let events = 0;

    const send = async (effect: Effect): Promise<void> => {
      try {
        const result = await api.call(effect.method, effect.params, { ...(effect.files && { files: effect.files }) });
        if (effect.keepMessageId) liveMessageId = (result as { message_id: number }).message_id;
      } catch (error) {
        if (effect.orElse) return send(effect.orElse);
        const isNoError = effect.ignoreRefusal || /not modified/.test(String(error));
        if (!isNoError) throw error;
      }
    };

    async function take(event: Pick<ChatEvent, 'kind' | 'payload'> & { key?: string }): Promise<void> {
      const hurried: Promise<void>[] = [];
      const turn = await handle(
        { key: `test:${chats}:${++events}`, chatId: person.user.id, receivedAt: self.now, ...event },
        { id: person.user.id, state: self.stored, ...(liveMessageId !== undefined && { liveMessageId }) },
        { hurry: (effect) => hurried.push(send(effect)), signal: new AbortController().signal },
      );
      await Promise.all(hurried);
      for (const effect of turn.effects) await send(effect);
      self.stored = turn.state === undefined ? undefined : JSON.parse(JSON.stringify(turn.state));
      if (turn.wakeAt !== undefined) wakeAt = turn.wakeAt;
    }

    /** Updates of all chats come in one row; a test has only its own. */
    const catchUp = async (): Promise<void> => {
      const params = { offset, timeout: 0, allowed_updates: ALLOWED_UPDATES };
      const updates = (await api.call('getUpdates', params)) as { update_id: number }[];
      for (const update of updates) {
        offset = update.update_id + 1;
        await take({ kind: 'telegram', payload: update });
      }
    };
    const isBots = ({ from }: ChatMessage) => from.is_bot;
    const withButtons = () => self.messages.filter(({ reply_markup: markup }) => markup);
    const find = (label: string, message?: ChatMessage): [ChatMessage, string] => {
      for (const each of message ? [message] : withButtons().toReversed()) {
        const labels = each.reply_markup?.inline_keyboard.flat().map(({ text }) => text) ?? [];
        const found = labels.find((text) => text === label) ?? labels.find((text) => text.startsWith(label));
        if (found !== undefined) return [each, found];
      }
      throw new Error(`nothing to press reads "${label}", but: ${JSON.stringify(self.buttons)} under: ${self.last}`);
    };

    const self: TestChat = {
      backend,
      id: person.user.id,
      now: new Date('2026-11-22T06:00:00Z'),
      stored: undefined,
      get state() {
        return restoreConversation(flow, self.stored);
      },
      get wakeAt() {
        return wakeAt;
      },
      async says(text) {
        person.say(text);
        await catchUp();
      },
      async presses(label, message) {
        const press = person.press(...find(label, message));
        const [toast] = await Promise.all([press.answered(), catchUp()]);
        return toast.text ?? '';
      },
      async pressesTwice(label) {
        const [message, text] = find(label);
        person.press(message, text);
        person.press(message, text);
        await catchUp();
      },
      async sends(name, bytes) {
        person.sendFile({ name, bytes });
        await catchUp();
      },
      async sendsPhoto() {
        person.sendPhoto(picture);
        await catchUp();
      },
      async sendsContact() {
        person.sendContact('+70000000000');
        await catchUp();
      },
      statusChanges: (number, status) => take({ kind: 'status-change', payload: { number, status } }),
      notices: (number, notice) => {
        const { status } = backend.application(number);
        return take({ kind: 'status-change', payload: { number, status, notice } });
      },
      async wakes() {
        if (!wakeAt) throw new Error('nothing is due');
        self.now = wakeAt;
        await self.timerComes();
      },
      timerComes: () => take({ kind: 'timer', payload: { at: self.now.toISOString() } }),
      get messages() {
        return person.messages().filter(isBots);
      },
      get last() {
        const message = self.messages.at(-1);
        return message?.text ?? message?.caption ?? '';
      },
      get all() {
        return self.messages.map(({ text, caption }) => text ?? caption ?? '').join('\n---\n');
      },
      get buttons() {
        return (
          withButtons()
            .at(-1)
            ?.reply_markup?.inline_keyboard.flat()
            .map(({ text }) => text) ?? []
        );
      },
      get number() {
        const [newest] = self.state.applications;
        if (!newest) throw new Error('nothing was submitted');
        return newest;
      },
      async comesTo(question) {
        const [newest] = self.state.applications;
        const isThere = () =>
          question === 'submitted'
            ? self.state.applications[0] !== newest
            : self.state.place === 'question' && self.state.asked === question;
        for (let turns = 0; !isThere(); turns++) {
          if (turns > questions.length) throw new Error(`did not come to ${question}: ${self.last}`);
          const at = self.state.place === 'question' ? self.state.asked : null;
          await (at === null ? self.says('/apply') : ordinary[at]?.(self));
        }
      },
    };
    return self;
  }

  return {
    telegram,
    chat,
    problems: () => telegram.calls.problems(),
    close: () => telegram.close(),
  };
}

/** What an ordinary applicant answers. Words in English. */
const ordinary: Readonly<Partial<Record<StepName, (chat: TestChat) => Promise<unknown>>>> = {
  service: (chat) => chat.presses('Submit an application'),
  agreement: (chat) => chat.presses('I have read it'),
  'picture-code': (chat) => chat.says(rightCode(chat.state.memo ?? '')),
  iin: (chat) => chat.says('900101390002'),
  person: (chat) => chat.presses('Yes, it is me'),
  email: (chat) => chat.says('applicant@example.kz'),
  region: (chat) => chat.presses('Abai Region'),
  city: (chat) => chat.presses('Semey'),
  domain: (chat) => chat.says('alatau.kz'),
  'key-storage': (chat) => chat.presses('My own key'),
  csr: (chat) => chat.says(requestFor('alatau.kz').pem),
  review: (chat) => chat.presses('✅ Submit'),
};
