// `/staff`: an owner sees who is staff, adds, changes and removes. Every step asks anew whether it is an owner who does it.
import { z } from 'zod';
import type { Language } from '../../domain/language.ts';
import { message } from '../../messages/message.ts';
import type { ChatEvent, Effect, NewEvent } from '../inbox/chat-event.ts';
import type { Route, RoutedChat, RouteTurn } from '../inbox/routes.ts';
import { type AdmitParts, admit } from './admit.ts';
import { type Heard, hear, readerLanguage } from './heard.ts';
import { namedPerson } from './named-person.ts';
import type { StaffScreen } from './screen.ts';
import { type Changed, may, type StaffChange, type StaffMember, type StaffStore } from './staff.ts';
import { type StaffMenu, welcome } from './staff-menu.ts';
import * as screens from './staff-screens.ts';

export interface StaffChatParts extends AdmitParts {
  readonly staff: StaffStore;
  readonly menu: StaffMenu;
  /** An event of the member's own chat: their menu and their rights have changed. */
  readonly enqueue: (events: readonly NewEvent[]) => Promise<void>;
  /** What a person who was removed has under way ends. */
  readonly onRemoved: (userId: number, by: StaffChange) => Promise<void>;
}

/** The person whose role is to be chosen, or that somebody is to be named. */
const noteSchema = z.object({
  grantedAt: z.string(),
  named: z.object({ userId: z.int(), name: z.string().optional() }).optional(),
});
type Note = z.infer<typeof noteSchema>;

export function createStaffChat(parts: StaffChatParts): Route {
  const { staff, painter } = parts;

  async function take(event: ChatEvent, chat: RoutedChat): Promise<RouteTurn | undefined> {
    if (event.kind === 'staff') return welcome(parts, { ...chat, isQuiet: event.payload !== null });
    const heard = hear(event);
    if (!heard) return undefined;
    const what = meant(heard.happening, chat.note);
    // Whoever turns to something else does not want to name anybody any more.
    if (what === undefined) return chat.note === undefined ? undefined : endQuestion;
    const asked = { duty: 'manage-staff', what, key: event.key, note: chat.note } as const;
    const admitted = await admit(parts, heard, asked);
    if ('turn' in admitted) return admitted.turn;
    const { member: owner } = admitted;
    // Begun under an earlier grant: it is over, and what is written now is for the conversation.
    const isStale = noteSchema.safeParse(chat.note).data?.grantedAt !== owner.grantedAt.toISOString();
    if (heard.happening.kind === 'message' && isStale) return endQuestion;
    return act(heard, owner, chat, event.key);
  }

  async function act(heard: Heard, owner: StaffMember, chat: RoutedChat, key: string): Promise<RouteTurn> {
    const language = readerLanguage(chat.state, heard.appLanguage);
    const { happening } = heard;
    switch (happening.kind) {
      case 'command': {
        // Telegram refuses the menu of a person who has not yet written to the bot: an owner from the environment, say.
        const { effects, note } = shown(await list(), chat, language);
        return { effects: [...parts.menu.effects(owner.userId, owner.role), ...effects], note };
      }
      case 'press': {
        const { screen, note, toast, isAsking } = await press(happening.data, owner, chat, key);
        const effects = [
          painter.answer(happening.callbackId, toast && { words: toast, language }),
          painter.replace(chat.id, happening.messageId, screen, language),
        ];
        return { effects: isAsking ? [...effects, painter.askForPerson(chat.id, language)] : effects, note };
      }
      case 'message': {
        const named = namedPerson(happening.message);
        if (!named || named === 'hidden') {
          const words = message(named === 'hidden' ? 'staff.hidden' : 'staff.not-a-person');
          return { effects: [painter.send(chat.id, screens.sayScreen(words), language)] };
        }
        const note: Note = { grantedAt: owner.grantedAt.toISOString(), named };
        return { ...shown(screens.roleScreen(named.userId, named.name), chat, language), note };
      }
    }
  }

  async function press(data: string, owner: StaffMember, chat: RoutedChat, key: string): Promise<Pressed> {
    const { verb, userId, role } = screens.readData(data);
    const by: StaffChange = { actor: owner.userId, key };
    switch (verb) {
      case 'add':
        return { screen: screens.askScreen(), note: { grantedAt: owner.grantedAt.toISOString() }, isAsking: true };
      case 'member':
      case 'remove': {
        const found = userId && (await staff.find(userId));
        if (!found) break;
        return { screen: verb === 'remove' ? screens.sureScreen(found) : screens.memberScreen(found), note: null };
      }
      case 'remove-yes':
        if (!userId) break;
        return changed(await staff.remove(userId, by), userId, by);
      case 'grant': {
        if (!userId || !role) break;
        const { named } = noteSchema.safeParse(chat.note).data ?? {};
        const name = named?.userId === userId ? named.name : undefined;
        return changed(await staff.grant(userId, role, { ...by, name }), userId, by);
      }
    }
    return { screen: await list(), note: null };
  }

  async function changed(outcome: Changed, userId: number, by: StaffChange): Promise<Pressed> {
    if ('because' in outcome && outcome.because === 'last-owner') {
      return { screen: await list(), note: null, toast: message('staff.last-owner') };
    }
    if (!may((await staff.find(userId))?.role, 'broadcast')) await parts.onRemoved(userId, by);
    await parts.enqueue([{ key: `staff:${by.key}`, chatId: userId, kind: 'staff', payload: null }]);
    return { screen: await list(), note: null, toast: message('staff.done') };
  }

  const list = async () => screens.listScreen(await staff.list());
  const shown = (screen: StaffScreen, { id }: RoutedChat, language: Language): RouteTurn => ({
    effects: [painter.send(id, screen, language)] satisfies readonly Effect[],
    note: null,
  });

  return { name: 'staff', take };
}

const endQuestion: RouteTurn = { effects: [], note: null, passOn: true };

interface Pressed {
  readonly screen: StaffScreen;
  readonly note: Note | null;
  readonly toast?: ReturnType<typeof message>;
  readonly isAsking?: true;
}

/** What of it is the staff's business, as a code for the audit. */
function meant(happening: Heard['happening'], note: unknown): string | undefined {
  switch (happening.kind) {
    case 'command':
      return happening.name === 'staff' ? 'staff' : undefined;
    case 'press':
      return happening.data.startsWith(screens.PRESS) ? 'staff-button' : undefined;
    case 'message':
      return note === undefined ? undefined : 'staff-add';
  }
}
