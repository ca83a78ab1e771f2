// One event of the inbox, through the conversation, to the Bot API calls that follow from it.
import { z } from 'zod';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { type Clock, calendarDay } from '../../domain/clock.ts';
import { closestLanguage } from '../../domain/language.ts';
import { type Message, message } from '../../messages/message.ts';
import type { Markup, Translate } from '../../messages/messages.ts';
import type { Engine } from '../conversation/engine.ts';
import type { Flow } from '../conversation/flow.ts';
import { progressOf } from '../conversation/milestones.ts';
import { writePress } from '../conversation/press.ts';
import { type DraftLifetime, nextLook } from '../conversation/reminders.ts';
import { restoreConversation } from '../conversation/restore.ts';
import { expectsSecret } from '../conversation/secrets.ts';
import type { Happening } from '../conversation/turn.ts';
import type { Chat, ChatEvent, Effect, HandleEvent, TurnTools } from '../inbox/chat-event.ts';
import { newFacts } from './facts.ts';
import { fitPlain, MAX_TOAST } from './fit.ts';
import { type Download, type Heard, readUpdate } from './read-update.ts';
import { createRender, type Place } from './render.ts';
import { updateSchema } from './update.ts';

export interface HandlerParts {
  readonly engine: Engine;
  readonly flow: Flow;
  readonly translate: Translate;
  readonly download: Download;
  readonly clock: Clock;
  readonly draftLifetime: DraftLifetime;
}

/** After this long a button is answered before its step is done, so that it does not spin. */
const PATIENCE_MS = 700;

/** What the key page sends: a request for the draft, or that a certificate is installed. */
const fromKeyPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('made-key'), pem: z.string(), key: z.string(), domain: z.string() }),
  z.object({ kind: z.literal('set-up'), number: z.custom<ApplicationNumber>((text) => typeof text === 'string') }),
]);
const statusChange = z.object({ number: z.string(), status: z.string(), notice: z.string().nullable().default(null) });

export function createHandleEvent({
  engine,
  flow,
  translate,
  download,
  clock,
  draftLifetime,
}: HandlerParts): HandleEvent {
  const render = createRender(translate);

  return async (event, chat, tools) => {
    const heard = readEvent(event, download);
    if (!heard) return { state: chat.state, effects: [] };
    const state = restoreConversation(flow, chat.state);
    const place = placeOf(chat, heard);
    const language = () => state.language ?? closestLanguage(heard.appLanguage);
    if (heard.happening.kind === 'text' && expectsSecret(flow, state)) removeAtOnce(place, tools);
    const patience = setTimeout(() => answerEarly(place, tools), PATIENCE_MS);
    try {
      const next = await engine(heard.happening, state, {
        owner: ownerOf(chat.id),
        now: clock(),
        key: event.key,
        appLanguage: heard.appLanguage,
        progress: (text) =>
          showProgress((markup) => translate(text, language(), markup), place, state.hasPicture, tools),
      });
      const effects = render(next.outputs, next.state.language ?? language(), place);
      const { milestones, furthest } = progressOf(flow, heard.happening, state, next.state);
      const day = calendarDay(clock());
      const facts = newFacts(state, next.state);
      return {
        state: { ...next.state, furthest },
        effects,
        wakeAt: nextLook(next.state, draftLifetime),
        ...(facts && { facts }),
        ...(milestones.length > 0 && { counts: milestones.map((name) => ({ day, name })) }),
      };
    } finally {
      clearTimeout(patience);
    }
  };
}

/** What the contract calls the owner: an applicant in a Telegram chat. */
export const ownerOf = (chatId: number): string => `telegram:${chatId}`;

/** The other way round; throws for the owner of another front-end. */
export function chatOf(owner: string): number {
  const [, chat] = /^telegram:(-?\d{1,15})$/.exec(owner) ?? [];
  if (chat === undefined) throw new Error('this owner is not a chat');
  return Number(chat);
}

/** A password is waited for, so that nothing of the event may be kept when it cannot be handled. */
export const createIsSecret =
  (flow: Flow) =>
  ({ kind }: Pick<ChatEvent, 'kind'>, state: unknown): boolean =>
    kind === 'telegram' && expectsSecret(flow, restoreConversation(flow, state));

const ASK_PERSON = writePress({ to: 'go', where: 'support' });

/** The words for a chat whose event could not be handled at all. */
export const createApology =
  (translate: Translate, flow: Flow) =>
  (chat: Chat, reference: string): readonly Effect[] => {
    const words: Message = message('engine.apology', { reference });
    const language = restoreConversation(flow, chat.state).language ?? 'ru';
    const text = translate(words, language, 'html');
    const askPerson = { text: translate(message('support.ask'), language, 'plain'), callback_data: ASK_PERSON };
    const reply_markup = { inline_keyboard: chat.id > 0 ? [[askPerson]] : [] };
    return [{ method: 'sendMessage', params: { chat_id: chat.id, text, parse_mode: 'HTML', reply_markup } }];
  };

function readEvent(
  { kind, payload }: ChatEvent,
  download: Download,
): (Omit<Heard, 'messageId'> & { messageId?: number }) | undefined {
  const aside = (happening: Happening) => ({ happening, appLanguage: undefined });
  switch (kind) {
    case 'telegram': {
      const update = updateSchema.safeParse(payload);
      return update.success ? readUpdate(update.data, download) : undefined;
    }
    case 'status-change':
      return aside({ kind: 'status-change', ...statusChange.parse(payload) });
    case 'key-page':
      return aside(fromKeyPage.parse(payload));
    case 'timer':
      return aside({ kind: 'timer' });
    default:
      return undefined;
  }
}

function placeOf(chat: Chat, { callbackId, messageId }: { callbackId?: string; messageId?: number }): Place {
  return {
    chatId: chat.id,
    liveMessageId: chat.liveMessageId,
    callbackId,
    pressedMessageId: callbackId === undefined ? undefined : messageId,
    ownMessageId: callbackId === undefined ? messageId : undefined,
  };
}

function answerEarly({ callbackId }: Place, { hurry }: TurnTools): void {
  if (callbackId === undefined) return;
  hurry({
    method: 'answerCallbackQuery',
    params: { callback_query_id: callbackId },
    repeatable: true,
    ignoreRefusal: true,
  });
}

/** Before anything is made of a password; the turn removes the message once more, for the case that this does not arrive. */
function removeAtOnce({ chatId, ownMessageId }: Place, { hurry }: TurnTools): void {
  if (ownMessageId === undefined) return;
  const params = { chat_id: chatId, message_id: ownMessageId };
  hurry({ method: 'deleteMessage', params, repeatable: true, ignoreRefusal: true });
}

/** Over a typed answer's question, which the turn writes anew; after a press as the button's answer, so that its text stays. */
function showProgress(
  words: (markup: Markup) => string,
  { chatId, liveMessageId, callbackId }: Place,
  hasPicture: boolean,
  { hurry }: TurnTools,
): void {
  const quietly = { repeatable: true, ignoreRefusal: true } as const;
  hurry({ method: 'sendChatAction', params: { chat_id: chatId, action: 'typing' }, ...quietly });
  if (callbackId !== undefined) {
    const params = { callback_query_id: callbackId, text: fitPlain(words('plain'), MAX_TOAST) };
    hurry({ method: 'answerCallbackQuery', params, ...quietly });
  } else if (liveMessageId !== undefined && !hasPicture) {
    const params = { chat_id: chatId, message_id: liveMessageId, text: words('html'), parse_mode: 'HTML' };
    hurry({ method: 'editMessageText', params, ...quietly });
  }
}
