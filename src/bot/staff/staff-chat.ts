// `/staff`: an owner sees who is staff, adds, changes and removes. Every step asks anew whether it is an owner who does it.
import { z } from 'zod';
import type { Language } from '../../domain/language.ts';
import { message } from '../../messages/message.ts';
import type { ChatEvent, Effect, NewEvent } from '../inbox/chat-event.ts';
import type { Route, RoutedChat, RouteTurn } from '../inbox/routes.ts';
import type { StaffAudit } from './audit.ts';
import type { Guard } from './guard.ts';
import { type Heard, hear, readerLanguage } from './heard.ts';
import { namedPerson } from './named-person.ts';
import type { Painter, StaffScreen } from './screen.ts';
import { type Changed, may, roles, type StaffMember, type StaffStore } from './staff.ts';
import { type StaffMenu, welcome } from './staff-menu.ts';
import * as screens from './staff-screens.ts';

export interface StaffChatParts {
  readonly staff: StaffStore;
  readonly guard: Guard;
  readonly audit: StaffAudit;
  readonly painter: Painter;
  readonly menu: StaffMenu;
  /** An event of the member's own chat: their menu and their rights have changed. */
  readonly enqueue: (events: readonly NewEvent[]) => Promise<void>;
  /** What a person who was removed has under way ends. */
  readonly onRemoved: (userId: number) => Promise<void>;
}

/** The person whose role is to be chosen, or that somebody is to be named. */
const noteSchema = z.object({
  grantedAt: z.string(),
  named: z.object({ userId: z.int(), name: z.string().optional() }).optional(),
});
type Note = z.infer<typeof noteSchema>;

export function createStaffChat(parts: StaffChatParts): Route {
  const { staff, guard, audit, painter } = parts;

  async function take(event: ChatEvent, chat: RoutedChat): Promise<RouteTurn | undefined> {
    if (event.kind === 'staff') return welcome(parts, { ...chat, isQuiet: event.payload !== null });
    const heard = hear(event);
    if (!heard) return undefined;
    const { happening, userId, isPrivate } = heard;
    const what = meant(happening, chat.note);
    if (what === undefined) return undefined;
    if (!isPrivate || (happening.kind === 'command' && happening.isForwarded)) {
      await audit.record({ key: event.key, actor: userId, action: 'refused', detail: `${what}-elsewhere` });
      return isPrivate ? undefined : { effects: [] };
    }
    const owner = await guard({ userId, duty: 'manage-staff', what, key: event.key });
    if (!owner) return refuse(heard, chat.note !== undefined);
    // Begun under an earlier grant: it is over, and what is written now is for the conversation.
    const isStale = noteSchema.safeParse(chat.note).data?.grantedAt !== owner.grantedAt.toISOString();
    if (happening.kind === 'message' && isStale) return { effects: [], note: null, passOn: true };
    return act(heard, owner, chat, event.key);
  }

  /** A stranger's command is to the conversation what any unknown command is; a forged button says nothing. */
  function refuse({ happening }: Heard, hasNote: boolean): RouteTurn | undefined {
    if (happening.kind === 'press') return { effects: [painter.answer(happening.callbackId, 'ru')], note: null };
    return hasNote ? { effects: [], note: null, passOn: true } : undefined;
  }

  async function act(heard: Heard, owner: StaffMember, chat: RoutedChat, key: string): Promise<RouteTurn> {
    const language = readerLanguage(chat.state, heard.appLanguage);
    const { happening } = heard;
    switch (happening.kind) {
      case 'command':
        await parts.menu.refresh(owner, parts.enqueue);
        return shown(await list(), chat, language);
      case 'press': {
        const { screen, note, toast, isAsking } = await press(happening.data, owner, chat, key);
        const effects = [
          painter.answer(happening.callbackId, language, toast),
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
        const note: Note = { grantedAt: owner.grantedAt.toISOString(), named: { ...named, name: named.name } };
        return { ...shown(screens.roleScreen(named.userId, named.name), chat, language), note };
      }
    }
  }

  async function press(data: string, owner: StaffMember, chat: RoutedChat, key: string): Promise<Pressed> {
    const [verb, first = '', second = ''] = data.slice(screens.PRESS.length).split(':');
    const member = (id: string) => staff.find(Number(id));
    switch (verb) {
      case 'add':
        return { screen: screens.askScreen(), note: { grantedAt: owner.grantedAt.toISOString() }, isAsking: true };
      case 'member':
      case 'remove': {
        const found = await member(first);
        if (!found) break;
        return { screen: verb === 'remove' ? screens.sureScreen(found) : screens.memberScreen(found), note: null };
      }
      case 'remove-yes':
        return changed(await staff.remove(Number(first), { actor: owner.userId, key }), Number(first), key);
      case 'grant': {
        const role = roles.find((each) => each === first);
        if (!role || !/^\d{1,15}$/.test(second)) break;
        const userId = Number(second);
        const { named } = noteSchema.safeParse(chat.note).data ?? {};
        const name = named?.userId === userId ? named.name : undefined;
        return changed(await staff.grant(userId, role, { actor: owner.userId, key, name }), userId, key);
      }
    }
    return { screen: await list(), note: null };
  }

  async function changed(outcome: Changed, userId: number, key: string): Promise<Pressed> {
    if ('because' in outcome && outcome.because === 'last-owner') {
      return { screen: await list(), note: null, toast: message('staff.last-owner') };
    }
    if (!may((await staff.find(userId))?.role, 'broadcast')) await parts.onRemoved(userId);
    await parts.enqueue([{ key: `staff:${key}`, chatId: userId, kind: 'staff', payload: null }]);
    return { screen: await list(), note: null, toast: message('staff.done') };
  }

  const list = async () => screens.listScreen(await staff.list());
  const shown = (screen: StaffScreen, { id }: RoutedChat, language: Language): RouteTurn => ({
    effects: [painter.send(id, screen, language)] satisfies readonly Effect[],
    note: null,
  });

  return { name: 'staff', take };
}

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
