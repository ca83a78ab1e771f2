// The message above a question's thread: what the staff know of it, and what they can do.
import { type Message, message } from '../../messages/message.ts';
import type { Effect } from '../inbox/chat-event.ts';
import type { SupportParts } from './parts.ts';
import { writeButton } from './staff-press.ts';
import type { Ticket } from './tickets.ts';

/** What stands below it: the actions, or a list to choose from. */
export type Keyboard = 'actions' | { readonly choose: 'assign' | 'canned' | 'tag'; readonly among: readonly Choice[] };
interface Choice {
  readonly label: string;
  /** Stands in the button: 40 characters at most. */
  readonly name: string;
}

type HeaderParts = Pick<SupportParts, 'group' | 'staff' | 'translate'>;

export async function headerParams(
  { group, staff, translate }: HeaderParts,
  ticket: Ticket,
  keyboard: Keyboard = 'actions',
) {
  const say = (words: Message) => translate(words, group.language, 'html');
  const { id, state, context, language, assignee, tags } = ticket;
  const name = assignee === undefined ? undefined : ((await staff.find(assignee))?.name ?? String(assignee));
  const lines: readonly Message[] = [
    message('support.header', { ticket: id, state: message(`support.state-${state}`) }),
    ...(context.number ? [message('support.header-number', { number: context.number })] : []),
    ...(context.step ? [message('support.header-step', { step: message(`stats.step-${context.step}`) })] : []),
    message('support.header-language', { language: message(`language.${language}`) }),
    name === undefined ? message('support.header-nobody') : message('support.header-assignee', { name }),
    ...(tags.length > 0 ? [message('support.header-tags', { tags: tags.map((tag) => `#${tag}`).join(' ') })] : []),
    message('support.header-hint'),
  ];
  return {
    chat_id: group.id,
    text: lines.map(say).join('\n'),
    parse_mode: 'HTML',
    reply_markup: { inline_keyboard: buttons(ticket, keyboard, (words) => translate(words, group.language, 'plain')) },
  };
}

/** Writes the header anew after a change; nothing while it is not sent yet. */
export async function headerEdit(parts: HeaderParts, ticket: Ticket, keyboard?: Keyboard): Promise<readonly Effect[]> {
  if (ticket.headerId === undefined) return [];
  const params = { ...(await headerParams(parts, ticket, keyboard)), message_id: ticket.headerId };
  return [{ method: 'editMessageText', params, repeatable: true, ignoreRefusal: true }];
}

export const topicName = ({ id, state, context }: Ticket): string =>
  [`${state === 'closed' ? '✅ ' : ''}№ ${id}`, ...(context.number ? [context.number] : [])].join(' · ');

/** The topic's name tells at a glance what is settled. */
export const topicEdit = ({ group }: HeaderParts, ticket: Ticket): readonly Effect[] =>
  ticket.topicId === undefined
    ? []
    : [
        {
          method: 'editForumTopic',
          params: { chat_id: group.id, message_thread_id: ticket.topicId, name: topicName(ticket) },
          repeatable: true,
          ignoreRefusal: true,
        },
      ];

function buttons({ id, state }: Ticket, keyboard: Keyboard, say: (words: Message) => string) {
  const button = (words: Message, action: Parameters<typeof writeButton>[0]) => ({
    text: say(words),
    callback_data: writeButton(action, id),
  });
  if (keyboard !== 'actions') {
    const { choose, among } = keyboard;
    const choices = among.map(({ label, name }) => [{ text: label, callback_data: writeButton(choose, id, name) }]);
    return [...choices, [button(message('support.back'), 'back')]];
  }
  if (state === 'closed') return [[button(message('support.reopen'), 'reopen')]];
  return [
    [button(message('support.take'), 'take'), button(message('support.assign'), 'assign')],
    [button(message('support.canned'), 'canned'), button(message('support.tag'), 'tag')],
    [button(message('support.close'), 'close')],
  ];
}
