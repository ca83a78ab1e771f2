// The staff's commands about questions: finding them, ready answers, tags.
import { parseApplicationNumber } from '../../domain/application-number.ts';
import { languages } from '../../domain/language.ts';
import { message, verbatim, type Words } from '../../messages/message.ts';
import type { ChatEvent } from '../inbox/chat-event.ts';
import type { RouteTurn } from '../inbox/routes.ts';
import { fitHtml, MAX_TEXT } from '../telegram/fit.ts';
import type { Command } from '../telegram/update.ts';
import { isCannedName } from './canned-answers.ts';
import { headerEdit } from './header.ts';
import type { SupportParts } from './parts.ts';
import type { SupportMessage } from './read-message.ts';
import { replyTo, type StaffAnswers } from './staff-answers.ts';
import { isTag, type Ticket, type TicketSearch, ticketStates, withTag } from './tickets.ts';

export const staffCommands = ['tickets', 'canned', 'tag'] as const;
type StaffCommand = (typeof staffCommands)[number];

const LISTED = 20;

export const staffCommandOf = (command: Command | undefined): StaffCommand | undefined =>
  staffCommands.find((name) => name === command?.name);

export function createStaffCommands(parts: SupportParts, answers: Pick<StaffAnswers, 'findTicket'>) {
  const { tickets, canned, guard, group, translate, audit } = parts;
  const say = (words: Words) => translate(words, group.language, 'html');

  /** A link to the header opens the thread; a small group has no such links. */
  function link({ id, headerId, topicId }: Ticket): string {
    const [, short] = /^-100(\d+)$/.exec(String(group.id)) ?? [];
    const path = [short, topicId, headerId].filter((part) => part !== undefined).join('/');
    return short && headerId !== undefined ? `<a href="https://t.me/c/${path}">№ ${id}</a>` : `№ ${id}`;
  }

  async function list(wanted: string): Promise<string> {
    const found = await tickets.search(readSearch(wanted), LISTED);
    const lines = found.map((ticket) => {
      const { state, changedAt, tags } = ticket;
      const values = { link: 'LINK', state: message(`support.state-${state}`), changedAt };
      const words = say(message('support.tickets-line', values)).replace('LINK', link(ticket));
      return [words, ...tags.map((tag) => `#${tag}`)].join(' ');
    });
    return [
      say(message('support.tickets', { what: wanted === '' ? message('support.tickets-unsettled') : wanted })),
      ...(lines.length > 0 ? lines : [say(message('support.tickets-none'))]),
      '',
      say(message('support.tickets-usage')),
    ].join('\n');
  }

  /** What stands ready is read by many applicants, so who changed it is recorded; its words are not. */
  async function ready(argument: string, record: (action: string) => Promise<void>): Promise<string> {
    const [, name = '', code = '', text = ''] = /^(\S+)\s*(\S*)\s*([\s\S]*)$/.exec(argument) ?? [];
    const language = languages.find((each) => each === code);
    if (isCannedName(name) && code === '-' && (await canned.remove(name))) {
      await record('ready-answer-removed');
      return say(message('support.canned-removed', { name }));
    }
    if (isCannedName(name) && language && text !== '') {
      await canned.put(name, language, text);
      await record('ready-answer-kept');
      return say(message('support.canned-saved', { name, language }));
    }
    const kept = await canned.list();
    const shown = kept.filter((each) => argument === '' || each.name === argument);
    const lines = shown.flatMap((each) => [
      `<b>${each.name}</b>: ${Object.keys(each.texts).join(', ')}`,
      ...(argument === '' ? [] : Object.values(each.texts).map((words) => say(verbatim(words)))),
    ]);
    return [say(message('support.canned-list')), ...lines, '', say(message('support.canned-usage'))].join('\n');
  }

  async function tag(said: SupportMessage, argument: string): Promise<RouteTurn> {
    const ticket = await answers.findTicket(said);
    const name = argument.replace(/^#/, '').toLowerCase();
    if (!ticket || !isTag(name)) return { effects: [replyTo(said, say(message('support.tag-usage')))] };
    const tagged = await tickets.setTags(ticket.id, withTag(ticket.tags, name));
    return { effects: tagged ? await headerEdit(parts, tagged) : [] };
  }

  /** undefined: not one of the staff, who gets the answer to any unknown command. */
  return async (
    event: ChatEvent,
    said: SupportMessage,
    { argument }: Command,
    name: StaffCommand,
  ): Promise<RouteTurn | undefined> => {
    const userId = said.from?.id ?? 0;
    // Whoever sends it on did not mean it as a command.
    const isForwarded = said.forward_origin !== undefined;
    const what = isForwarded ? `${name}-forwarded` : name;
    if (isForwarded) await audit.record({ key: event.key, actor: userId, action: 'refused', detail: what });
    const member = isForwarded ? undefined : await guard({ userId, duty: 'support', what, key: event.key });
    if (!member) return said.chat.type === 'private' ? undefined : { effects: [] };
    if (name === 'tag') return tag(said, argument);
    const record = (action: string) => audit.record({ key: event.key, actor: userId, action });
    const text = name === 'tickets' ? await list(argument) : await ready(argument, record);
    return { effects: [replyTo(said, fitHtml(text, MAX_TEXT))] };
  };
}

export function readSearch(wanted: string): TicketSearch {
  if (wanted === '') return { by: 'state', states: ['open', 'waiting'] };
  const state = ticketStates.find((each) => each === wanted.toLowerCase());
  if (state) return { by: 'state', states: [state] };
  if (/^\d{1,9}$/.test(wanted)) return { by: 'id', id: Number(wanted) };
  if (wanted.startsWith('#')) return { by: 'tag', tag: wanted.slice(1).toLowerCase() };
  return { by: 'words', text: parseApplicationNumber(wanted) ?? wanted };
}
