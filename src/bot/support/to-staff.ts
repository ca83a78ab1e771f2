// From an applicant into the staff's group: a thread per question, under a header that says what it is about.
import { message } from '../../messages/message.ts';
import type { Effect } from '../inbox/chat-event.ts';
import type { RouteTurn } from '../inbox/routes.ts';
import type { Sent } from '../inbox/send.ts';
import { headerEdit, headerParams, topicEdit, topicName } from './header.ts';
import { GroupUnreachable, messageIdOf, NotSentYet, type SupportParts } from './parts.ts';
import type { ToStaff } from './passing.ts';
import type { MessageId, Ticket } from './tickets.ts';

/** Where a message of this ticket goes. */
interface Thread {
  readonly topicId: number | undefined;
  readonly headerId: number;
}
type Refused = Extract<Sent, { to: 'refuse' }>;

const TOPIC_GONE = /thread not found|TOPIC_/i;

export function createToStaff(parts: SupportParts) {
  const { group, tickets, translate, hasTopics } = parts;
  const say = (words: ReturnType<typeof message>) => translate(words, group.language, 'html');

  /** What the group refuses as such is no fault of the message: it waits until somebody has put the group right. */
  async function send(effect: (groupId: number) => Effect, signal: AbortSignal): Promise<number | Refused> {
    const sent = await parts.send(effect(group.id), signal);
    switch (sent.to) {
      case 'accept':
        return messageIdOf(sent.result);
      case 'refuse':
        return sent;
      case 'migrate':
        group.id = sent.chatId;
        return send(effect, signal);
      case 'abandon':
        throw new NotSentYet();
      case 'block':
        throw new GroupUnreachable();
    }
  }

  async function openTopic(ticket: Ticket, signal: AbortSignal): Promise<number> {
    const create = (chat_id: number): Effect => ({
      method: 'createForumTopic',
      params: { chat_id, name: topicName(ticket) },
    });
    const sent = await parts.send(create(group.id), signal);
    if (sent.to === 'abandon') throw new NotSentYet();
    if (sent.to !== 'accept') throw new GroupUnreachable();
    const topicId = Number((sent.result as { message_thread_id?: unknown }).message_thread_id);
    await tickets.setThread(ticket.id, { topicId });
    return topicId;
  }

  async function openThread(ticket: Ticket, signal: AbortSignal): Promise<Thread> {
    const topicId = (await hasTopics()) ? (ticket.topicId ?? (await openTopic(ticket, signal))) : undefined;
    if (ticket.headerId !== undefined) return { topicId, headerId: ticket.headerId };
    const params = await headerParams(parts, ticket);
    const header = await send(
      (chat_id) => ({ method: 'sendMessage', params: { ...params, chat_id, ...inTopic(topicId) } }),
      signal,
    );
    if (typeof header === 'number') {
      await tickets.setThread(ticket.id, { headerId: header });
      return { topicId, headerId: header };
    }
    if (topicId === undefined || !TOPIC_GONE.test(header.errorClass)) throw new GroupUnreachable();
    return openThreadAnew(ticket, topicId, signal);
  }

  async function openThreadAnew(ticket: Ticket, topicId: number, signal: AbortSignal): Promise<Thread> {
    await tickets.forgetThread(topicId);
    return openThread({ ...ticket, topicId: undefined, headerId: undefined }, signal);
  }

  /** Into the ticket's thread; into a new one where the staff have deleted it. */
  async function post(
    ticket: Ticket,
    effect: (thread: object) => Effect,
    signal: AbortSignal,
  ): Promise<number | Refused> {
    const thread = await openThread(ticket, signal);
    const sent = await send((chat_id) => effect({ chat_id, ...placeIn(thread) }), signal);
    if (typeof sent === 'number' || thread.topicId === undefined || !TOPIC_GONE.test(sent.errorClass)) return sent;
    const again = await openThreadAnew(ticket, thread.topicId, signal);
    return send((chat_id) => effect({ chat_id, ...placeIn(again) }), signal);
  }

  async function show(
    { ticketId, from, content, before }: Extract<ToStaff, { what: 'message' }>,
    signal: AbortSignal,
  ): Promise<RouteTurn> {
    const ticket = await tickets.find(ticketId);
    if (!ticket || (await tickets.passedOn(from))?.targetId !== undefined) return { effects: [] };
    const sent = await post(ticket, (thread) => effectOf(content, from, thread), signal);
    if (typeof sent === 'number') await tickets.arrived(from, sent);
    else await tell(ticket, message('support.note-not-copied', { ticket: ticketId }), signal);
    // A new header says it all; an old one only what has changed, since a group takes twenty calls a minute.
    const header = before === 'waiting' || before === 'closed' ? await headerEdit(parts, ticket) : [];
    const topic = before === 'nothing' || before === 'closed' ? topicEdit(parts, ticket) : [];
    return { effects: [...header, ...topic] };
  }

  async function tell(ticket: Ticket, words: ReturnType<typeof message>, signal: AbortSignal): Promise<void> {
    const text = say(words);
    await post(
      ticket,
      (thread) => ({ method: 'sendMessage', params: { ...thread, text, parse_mode: 'HTML' } }),
      signal,
    );
  }

  return async (passing: ToStaff, signal: AbortSignal): Promise<RouteTurn> => {
    switch (passing.what) {
      case 'message':
        return show(passing, signal);
      case 'edit': {
        const { from, content } = passing;
        const messageId = (await tickets.passedOn(from))?.targetId;
        if (messageId === undefined) return { effects: [] };
        const where = { chat_id: group.id, message_id: messageId };
        const quietly = { repeatable: true, ignoreRefusal: true } as const;
        return 'text' in content
          ? { effects: [{ method: 'editMessageText', params: { ...where, text: content.text }, ...quietly }] }
          : {
              effects: [
                { method: 'editMessageCaption', params: { ...where, caption: content.caption ?? '' }, ...quietly },
              ],
            };
      }
      case 'note': {
        const { ticketId, note } = passing;
        const ticket = await tickets.find(ticketId);
        const why = passing.note === 'file-refused' && { why: message(`support.why-${passing.why}`) };
        if (ticket) await tell(ticket, message(`support.note-${note}`, { ticket: ticketId, ...why }), signal);
        return { effects: [] };
      }
    }
  };
}

const inTopic = (topicId: number | undefined) => (topicId === undefined ? {} : { message_thread_id: topicId });

const placeIn = ({ topicId, headerId }: Thread) =>
  topicId === undefined
    ? { reply_parameters: { message_id: headerId, allow_sending_without_reply: true } }
    : { message_thread_id: topicId };

/** Their words as plain text; what cannot be masked is copied, with words that are. Nothing is forwarded: that shows who wrote. */
function effectOf(
  content: Extract<ToStaff, { what: 'message' }>['content'],
  { chatId, messageId }: MessageId,
  thread: object,
): Effect {
  if ('text' in content) {
    const params = { ...thread, text: content.text, link_preview_options: { is_disabled: true } };
    return { method: 'sendMessage', params };
  }
  const params = { ...thread, from_chat_id: chatId, message_id: messageId, caption: content.caption ?? '' };
  return { method: 'copyMessage', params };
}
