// The commands that Telegram shows to somebody of the staff, and what they are told when their role changes. Display only.
import type { Language } from '../../domain/language.ts';
import { message } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';
import type { Effect, NewEvent } from '../inbox/chat-event.ts';
import type { RoutedChat, RouteTurn } from '../inbox/routes.ts';
import { type Commands, everybodysCommands, menuCalls } from '../telegram/commands.ts';
import { readerLanguage } from './heard.ts';
import type { Painter } from './screen.ts';
import { type Duty, may, type Role, type Staff, type StaffMember } from './staff.ts';
import { roleWords } from './staff-screens.ts';

/** In the order of the menu, after everybody's. */
const staffCommands = [
  ['staff', 'manage-staff'],
  ['broadcast', 'broadcast'],
  ['stats', 'see-figures'],
] as const satisfies readonly (readonly [string, Duty])[];

export interface StaffMenu {
  effects(userId: number, role: Role | undefined): readonly Effect[];
  /** Once in two days, so that a new version's commands come to the staff, too. */
  refresh(member: StaffMember, enqueue: (events: readonly NewEvent[]) => Promise<void>): Promise<void>;
}

export function createStaffMenu(translate: Translate): StaffMenu {
  const menu = (role: Role, language: Language): Commands => [
    ...everybodysCommands(translate, language),
    ...staffCommands
      .filter(([, duty]) => may(role, duty))
      .map(([command]) => ({
        command,
        description: translate(message(`staff.command-${command}`), language, 'plain'),
      })),
  ];
  return {
    effects: (userId, role) =>
      menuCalls((language) => role && menu(role, language), userId).map((call) => ({
        ...call,
        ...{ repeatable: true, ignoreRefusal: true },
      })),
    refresh: ({ userId, grantedAt }, enqueue) =>
      enqueue([
        { key: `staff-menu:${userId}:${grantedAt.getTime()}`, chatId: userId, kind: 'staff', payload: { quiet: true } },
      ]),
  };
}

/** In the member's own chat, with the role that they have by then. */
export async function welcome(
  { staff, menu, painter }: { readonly staff: Staff; readonly menu: StaffMenu; readonly painter: Painter },
  chat: RoutedChat & { readonly isQuiet: boolean },
): Promise<RouteTurn> {
  const role = (await staff.find(chat.id))?.role;
  const words = role ? message('staff.welcome', { role: roleWords(role) }) : message('staff.removed');
  const said = painter.send(chat.id, { text: [words], buttons: [] }, readerLanguage(chat.state, undefined));
  return { effects: [...menu.effects(chat.id, role), ...(chat.isQuiet ? [] : [said])] };
}
