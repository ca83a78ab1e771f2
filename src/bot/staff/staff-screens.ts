// What an owner sees of the staff.
import { type Message, message, verbatim } from '../../messages/message.ts';
import type { StaffButton, StaffScreen } from './screen.ts';
import { type Role, roles, type StaffMember } from './staff.ts';

export const PRESS = '!s:';
/** What a press of these screens is about: `!s:grant:support:710000002`. */
const data = (...words: readonly (string | number)[]) => PRESS + words.join(':');

export function readData(text: string) {
  const [verb, ...words] = text.slice(PRESS.length).split(':');
  const userId = words.find((word) => /^\d{1,15}$/.test(word));
  return { verb, role: roles.find((role) => words.includes(role)), userId: userId && Number(userId) };
}

export const roleWords = (role: Role): Message => message(`staff.${role}`);
const nameOf = ({ userId, name }: Pick<StaffMember, 'userId' | 'name'>): string => name ?? `id ${userId}`;
const nameAndId = ({ userId, name }: StaffMember): string => (name ? `${name} (${userId})` : `id ${userId}`);

const backToList: StaffButton = { label: message('staff.back'), data: data('list') };

export const listScreen = (members: readonly StaffMember[]): StaffScreen => ({
  text: [
    message('staff.list'),
    members.map((member) => message('staff.line', { name: nameAndId(member), role: roleWords(member.role) })),
  ],
  buttons: [
    ...members.map((member) => [
      { label: verbatim(nameOf(member).slice(0, 40)), data: data('member', member.userId) } satisfies StaffButton,
    ]),
    [{ label: message('staff.add'), data: data('add') }],
  ],
});

export const memberScreen = (member: StaffMember): StaffScreen => ({
  text: [message('staff.member', { name: nameOf(member), id: String(member.userId), role: roleWords(member.role) })],
  buttons: [
    ...roleRows(member.userId, member.role),
    [{ label: message('staff.remove'), data: data('remove', member.userId) }],
    [backToList],
  ],
});

export const sureScreen = (member: StaffMember): StaffScreen => ({
  text: [message('staff.remove-sure', { name: nameOf(member), role: roleWords(member.role) })],
  buttons: [[{ label: message('staff.remove-yes'), data: data('remove-yes', member.userId) }], [backToList]],
});

export const askScreen = (): StaffScreen => ({ text: [message('staff.ask')], buttons: [[backToList]] });

/** Which role for the person who was named. */
export const roleScreen = (userId: number, name: string | undefined): StaffScreen => ({
  text: [
    message('staff.which-role', { name: nameOf({ userId, name }) }),
    roles.map((role) => message(`staff.about-${role}`)),
  ],
  buttons: [...roleRows(userId, undefined), [backToList]],
});

export const sayScreen = (text: Message): StaffScreen => ({ text: [text], buttons: [[backToList]] });

const roleRows = (userId: number, present: Role | undefined) =>
  roles
    .filter((role) => role !== present)
    .map((role) => [{ label: message(`staff.make-${role}`), data: data('grant', role, userId) } satisfies StaffButton]);
