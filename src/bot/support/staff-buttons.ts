// The buttons below a question's header: take, hand over, close, ready answers, tags.
import { closestLanguage } from '../../domain/language.ts';
import { type MessageKey, message } from '../../messages/message.ts';
import type { ChatEvent, Effect } from '../inbox/chat-event.ts';
import type { RouteTurn } from '../inbox/routes.ts';
import { may, type StaffMember } from '../staff/staff.ts';
import { headerEdit, type Keyboard, topicEdit } from './header.ts';
import type { SupportParts } from './parts.ts';
import { passingEvent } from './passing.ts';
import type { SupportPress } from './read-message.ts';
import type { StaffAnswers } from './staff-answers.ts';
import { readButton, type TicketPress } from './staff-press.ts';
import { type Ticket, withTag } from './tickets.ts';

/** As many as a keyboard shows well. */
const LISTED = 12;
type Done = {
  readonly toast?: MessageKey;
  readonly ticket?: Ticket | undefined;
  readonly keyboard?: Keyboard;
  readonly more?: readonly Effect[];
};

export function createStaffButtons(parts: SupportParts, answers: Pick<StaffAnswers, 'answer'>) {
  const { tickets, canned, staff, guard, audit, clock, group, together, translate } = parts;
  const record = (event: ChatEvent, actor: number, action: string, ticketId: number) =>
    audit.record({ key: event.key, actor, action, subject: `ticket:${ticketId}` });

  async function close(event: ChatEvent, userId: number, { id }: Ticket): Promise<Done> {
    const closed = await together(async (sql) => {
      const ticket = await tickets.close(id, clock(), sql);
      const told = { to: 'applicant', what: 'closed', ticketId: id } as const;
      return { result: ticket, events: ticket ? [passingEvent(ticket.chatId, event.key, told)] : [] };
    });
    if (!closed) return { toast: 'support.toast-no-longer', ticket: await tickets.find(id) };
    await record(event, userId, 'ticket-closed', id);
    return { toast: 'support.toast-closed', ticket: closed, more: topicEdit(parts, closed) };
  }

  async function reopen(event: ChatEvent, userId: number, { id }: Ticket): Promise<Done> {
    const ticket = await tickets.reopen(id, clock());
    if (!ticket) return { toast: 'support.toast-no-longer' };
    await record(event, userId, 'ticket-reopened', id);
    return { toast: 'support.toast-open', ticket, more: topicEdit(parts, ticket) };
  }

  async function sayReady(
    event: ChatEvent,
    userId: number,
    ticket: Ticket,
    name: string,
    updateId: number,
  ): Promise<Done> {
    const texts = (await canned.find(name))?.texts;
    const text = texts?.[ticket.language] ?? texts?.ru ?? texts?.kk ?? texts?.en;
    if (text === undefined) return { toast: 'support.toast-no-longer', ticket };
    // No message of the group stands for it: the update does, below zero, where messages are not.
    const outcome = await answers.answer(
      ticket,
      { chatId: group.id, messageId: -updateId },
      { text },
      { key: event.key, userId },
    );
    const now = await tickets.find(ticket.id);
    return { toast: outcome === 'sent' ? 'support.toast-sent' : 'support.toast-no-longer', ticket: now };
  }

  /** To a colleague who answers people now; whoever is listed may have been removed since. */
  async function assign(event: ChatEvent, userId: number, ticket: Ticket, colleague?: string): Promise<Done> {
    const colleagues = (await staff.list()).filter(({ role }) => may(role, 'support'));
    if (colleague === undefined) {
      const among = colleagues.slice(0, LISTED).map((each) => ({ label: nameOf(each), name: String(each.userId) }));
      return { ticket, keyboard: { choose: 'assign', among } };
    }
    const chosen = colleagues.find((each) => String(each.userId) === colleague);
    if (!chosen) return { toast: 'support.toast-no-longer', ticket };
    await record(event, userId, 'ticket-assigned', ticket.id);
    return { ticket: await tickets.assign(ticket.id, chosen.userId) };
  }

  async function act(
    event: ChatEvent,
    userId: number,
    press: TicketPress,
    ticket: Ticket,
    updateId: number,
  ): Promise<Done> {
    const { action, name } = press;
    switch (action) {
      case 'take':
        await record(event, userId, 'ticket-taken', ticket.id);
        return { toast: 'support.toast-taken', ticket: await tickets.assign(ticket.id, userId) };
      case 'assign':
        return assign(event, userId, ticket, name);
      case 'close':
        return close(event, userId, ticket);
      case 'reopen':
        return reopen(event, userId, ticket);
      case 'back':
        return { ticket };
      case 'canned': {
        if (name !== undefined) return sayReady(event, userId, ticket, name, updateId);
        const names = (await canned.list()).map((each) => each.name).slice(0, LISTED);
        return names.length > 0
          ? { ticket, keyboard: { choose: 'canned', among: names.map(itself) } }
          : { toast: 'support.toast-no-canned' };
      }
      case 'tag': {
        if (name !== undefined) return { ticket: await tickets.setTags(ticket.id, withTag(ticket.tags, name)) };
        const names = await tickets.tagsInUse(LISTED);
        return names.length > 0
          ? { ticket, keyboard: { choose: 'tag', among: names.map(itself) } }
          : { toast: 'support.toast-no-tags' };
      }
    }
  }

  return async (event: ChatEvent, pressed: SupportPress, updateId: number): Promise<RouteTurn> => {
    const quiet: Effect = {
      method: 'answerCallbackQuery',
      params: { callback_query_id: pressed.id },
      repeatable: true,
      ignoreRefusal: true,
    };
    const userId = pressed.from.id;
    const press = readButton(pressed.data ?? '');
    const isOurs = pressed.message?.chat.id === group.id;
    const what = isOurs ? `ticket-${press?.action ?? 'press'}` : 'ticket-elsewhere';
    const member = await guard({ userId, duty: 'support', what, key: event.key });
    if (!member || !press || !isOurs) return { effects: [quiet] };
    const ticket = await tickets.find(press.ticketId);
    const done: Done = ticket
      ? await act(event, userId, press, ticket, updateId)
      : { toast: 'support.toast-no-longer' };
    const language = closestLanguage(pressed.from.language_code);
    const text = done.toast && translate(message(done.toast), language, 'plain');
    const answered: Effect = { ...quiet, params: { ...quiet.params, ...(text && { text }) } };
    const header = done.ticket ? await headerEdit(parts, done.ticket, done.keyboard) : [];
    return { effects: [answered, ...header, ...(done.more ?? [])] };
  };
}

const itself = (name: string) => ({ label: name, name });
const nameOf = ({ name, userId }: StaffMember): string => name ?? String(userId);
