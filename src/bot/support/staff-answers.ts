// What staff write in a question's thread goes to the applicant; what they change there is changed there, too.
import { message } from '../../messages/message.ts';
import type { ChatEvent, Effect } from '../inbox/chat-event.ts';
import type { RouteTurn } from '../inbox/routes.ts';
import { headerEdit } from './header.ts';
import type { SupportParts } from './parts.ts';
import { type PassedContent, passingEvent } from './passing.ts';
import { type Content, contentOf, type SupportMessage } from './read-message.ts';
import type { MessageId, Ticket } from './tickets.ts';

/** Among the staff. */
const ASIDE = '//';

export function createStaffAnswers(parts: SupportParts) {
  const { tickets, guard, clock, together, group, translate } = parts;

  /** Sends the content to the applicant, once for `from`. */
  async function answer(
    ticket: Ticket,
    from: MessageId,
    content: PassedContent,
    { key, userId }: { readonly key: string; readonly userId: number },
  ): Promise<'sent' | 'closed'> {
    const isTaken = await together(async (sql) => {
      const isNew = await tickets.answer(ticket.id, from, userId, clock(), sql);
      const passed = { to: 'applicant', what: 'message', ticketId: ticket.id, from, content } as const;
      return { result: isNew, events: isNew ? [passingEvent(ticket.chatId, key, passed)] : [] };
    });
    return isTaken || (await tickets.passedOn(from)) ? 'sent' : 'closed';
  }

  async function say(event: ChatEvent, said: SupportMessage): Promise<RouteTurn | undefined> {
    const content = contentOf(said);
    const ticket = content && (await findTicket(said));
    if (!ticket) return undefined;
    const userId = said.from?.id ?? 0;
    const member = await guard({ userId, duty: 'support', what: 'ticket-answer', key: event.key });
    if (!member || isAside(content)) return { effects: [] };
    const from = { chatId: said.chat.id, messageId: said.message_id };
    const outcome = await answer(ticket, from, passed(content), { key: event.key, userId });
    const now = await tickets.find(ticket.id);
    if (outcome === 'sent' && now) return { effects: isSame(ticket, now) ? [] : await headerEdit(parts, now) };
    const text = translate(message('support.newer', { ticket: ticket.id }), group.language, 'html');
    return { effects: [replyTo(said, text)] };
  }

  async function edit(event: ChatEvent, edited: SupportMessage): Promise<RouteTurn | undefined> {
    const from = { chatId: edited.chat.id, messageId: edited.message_id };
    const content = contentOf(edited);
    const known = content && (await tickets.passedOn(from));
    if (!known) return undefined;
    const userId = edited.from?.id ?? 0;
    const member = await guard({ userId, duty: 'support', what: 'ticket-edit', key: event.key });
    if (!member) return { effects: [] };
    const { ticketId, targetChatId } = known;
    const change = { to: 'applicant', what: 'edit', ticketId, from, content: passed(content) } as const;
    await together(async () => ({ result: undefined, events: [passingEvent(targetChatId, event.key, change)] }));
    return { effects: [] };
  }

  function findTicket({ chat, reply_to_message: replied, message_thread_id: topicId }: SupportMessage) {
    if (!replied && topicId === undefined) return undefined;
    return tickets.findInGroup(chat.id, {
      ...(replied && { repliedId: replied.message_id }),
      ...(topicId !== undefined && { topicId }),
    });
  }

  return { answer, say, edit, findTicket };
}
export type StaffAnswers = ReturnType<typeof createStaffAnswers>;

const isAside = (content: Content): boolean =>
  (content.kind === 'text' ? content.text : (content.caption ?? '')).startsWith(ASIDE);

const passed = (content: Content): PassedContent =>
  content.kind === 'text' ? { text: content.text } : { caption: content.caption ?? null };

const isSame = (one: Ticket, other: Ticket): boolean => one.state === other.state && one.assignee === other.assignee;

/** Where somebody wrote, as an answer to it. */
export const replyTo = ({ chat, message_id, message_thread_id }: SupportMessage, text: string): Effect => ({
  method: 'sendMessage',
  params: {
    chat_id: chat.id,
    text,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_parameters: { message_id, allow_sending_without_reply: true },
    ...(message_thread_id !== undefined && { message_thread_id }),
  },
});
