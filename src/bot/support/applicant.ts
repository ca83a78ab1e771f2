// The applicant's side: into the dialogue, through it and out of it again. Their application stays where it is.
import { closestLanguage } from '../../domain/language.ts';
import { holdsPrivateKey } from '../../domain/private-key.ts';
import { type Message, message } from '../../messages/message.ts';
import { type Conversation, whereabouts } from '../conversation/conversation.ts';
import type { Output } from '../conversation/output.ts';
import { writePress } from '../conversation/press.ts';
import { restoreConversation } from '../conversation/restore.ts';
import type { ChatEvent, Effect, TurnTools } from '../inbox/chat-event.ts';
import type { RoutedChat, RouteTurn } from '../inbox/routes.ts';
import { createRender } from '../telegram/render.ts';
import { commandOf } from '../telegram/update.ts';
import { mask } from './mask.ts';
import type { SupportParts } from './parts.ts';
import { type PassedContent, passingEvent, type ToStaff } from './passing.ts';
import { type Content, contentOf, type SupportMessage, type SupportUpdate } from './read-message.ts';
import { refuseContent } from './refuse-content.ts';
import { asideScreen, introScreen, passedOnScreen } from './screens.ts';
import { isTalkingNow, readTalk, type TalkNote } from './talk-note.ts';

export type ApplicantSide = (
  event: ChatEvent,
  update: SupportUpdate,
  chat: RoutedChat,
  tools: TurnTools,
) => Promise<RouteTurn | undefined>;

const ENTER = writePress({ to: 'go', where: 'support' });
/** Without the screen: also what the chat forgets too late is forgotten here. */
const FORGET = writePress({ to: 'sure', what: 'forget', screen: 0 }).slice(0, -1);

export function createApplicantSide(parts: SupportParts): ApplicantSide {
  const { flow, tickets, hours, clock, group, together } = parts;
  const render = createRender(parts.translate);

  function show(chat: RoutedChat, state: Conversation, update: SupportUpdate, ...outputs: readonly Output[]) {
    const { message: said, callback_query: press } = update;
    const language = state.language ?? closestLanguage((said?.from ?? press?.from)?.language_code);
    const nowhere = { liveMessageId: undefined, pressedMessageId: undefined };
    const place = { ...nowhere, chatId: chat.id, callbackId: press?.id, ownMessageId: said?.message_id };
    return render(outputs, language, place);
  }

  const now = (album: string | null = null): TalkNote => ({ talkingSince: clock().toISOString(), album });

  const enter = (chat: RoutedChat, state: Conversation, update: SupportUpdate): RouteTurn => ({
    effects: show(chat, state, update, { show: 'notice', screen: introScreen(state, hours, clock()) }),
    note: now(),
  });

  /** Anything but a message for the staff ends the dialogue, and has its ordinary effect. */
  const leave = (isTalking: boolean): RouteTurn | undefined =>
    isTalking ? { effects: [], note: null, passOn: true } : undefined;

  async function say(
    event: ChatEvent,
    update: SupportUpdate,
    said: SupportMessage,
    chat: RoutedChat,
    { hurry }: TurnTools,
  ) {
    const state = restoreConversation(flow, chat.state);
    const content = contentOf(said);
    const aside = (words: Message, ...before: readonly Output[]): RouteTurn => ({
      effects: show(chat, state, update, ...before, { show: 'notice', screen: asideScreen(words, state) }),
      note: now(),
    });
    if (!content) return aside(message('support.not-this'));
    if (content.kind === 'media' && content.file) hurry(typing(chat.id));
    const refusal = await refuseContent(parts, content, chat.id);
    if (refusal === 'not-fetched') return aside(message('support.file-not-fetched'));
    const from = { chatId: chat.id, messageId: said.message_id };
    const words = wordsOf(content);
    const heard = {
      from,
      language: state.language ?? closestLanguage(said.from?.language_code),
      context: { number: state.applications[0], step: whereabouts(state) },
      text: mask(words),
      at: clock(),
    };
    const isNew = await together(async (sql) => {
      const taken = await tickets.hear(heard, group.id, sql);
      if (!taken) return { result: false, events: [] };
      const ticketId = taken.ticket.id;
      const passed: ToStaff = refusal
        ? { to: 'staff', what: 'note', ticketId, note: 'file-refused', why: refusal }
        : { to: 'staff', what: 'message', ticketId, from, content: masked(content), before: taken.before };
      return { result: taken.before === 'nothing', events: [passingEvent(group.id, event.key, passed)] };
    });
    if (refusal) return aside(message(`support.file-${refusal}`));
    if (holdsPrivateKey(words)) return aside(message('support.key-hidden'), { show: 'nothing-of-it' });
    const ticketId = (await tickets.passedOn(from))?.ticketId ?? 0;
    const isHidden = mask(words) !== words;
    const album = said.media_group_id ?? null;
    const isSaid = album !== null && readTalk(chat.note, clock())?.album === album && !isHidden;
    const screen = passedOnScreen(ticketId, state, { isNew, isHidden }, hours, clock());
    return { effects: isSaid ? [] : show(chat, state, update, { show: 'notice', screen }), note: now(album) };
  }

  /** What was passed on is changed there, too, also when the dialogue is long over. */
  async function edit(event: ChatEvent, edited: SupportMessage): Promise<RouteTurn | undefined> {
    const from = { chatId: edited.chat.id, messageId: edited.message_id };
    const content = contentOf(edited);
    if (!content || !(await tickets.passedOn(from))) return undefined;
    const passed = passingEvent(group.id, event.key, { to: 'staff', what: 'edit', from, content: masked(content) });
    await together(async () => ({ result: undefined, events: [passed] }));
    return { effects: [] };
  }

  /** A reply to an answer is meant for whoever answered. */
  const repliesToAnswer = async ({ chat, reply_to_message: replied }: SupportMessage): Promise<boolean> =>
    replied?.from?.is_bot === true && tickets.isPassedOn({ chatId: chat.id, messageId: replied.message_id });

  return async (event, update, chat, tools) => {
    const { message: said, edited_message: edited, callback_query: press } = update;
    if (edited) return edit(event, edited);
    const isTalking = isTalkingNow(chat.note, clock());
    if (press) {
      if (press.data === ENTER) return enter(chat, restoreConversation(flow, chat.state), update);
      if (press.data?.startsWith(FORGET)) await tickets.forget(chat.id);
      return leave(isTalking);
    }
    if (!said) return undefined;
    const command = commandOf(said);
    if (command?.name === 'support') return enter(chat, restoreConversation(flow, chat.state), update);
    if (command) return leave(isTalking);
    return isTalking || (await repliesToAnswer(said)) ? say(event, update, said, chat, tools) : undefined;
  };
}

/** Looking at a picture takes seconds. */
const typing = (chatId: number): Effect => ({
  method: 'sendChatAction',
  params: { chat_id: chatId, action: 'typing' },
  ...{ repeatable: true, ignoreRefusal: true },
});

const wordsOf = (content: Content): string => (content.kind === 'text' ? content.text : (content.caption ?? ''));

const masked = (content: Content): PassedContent =>
  content.kind === 'text'
    ? { text: mask(content.text) }
    : { caption: content.caption === undefined ? null : mask(content.caption) };
