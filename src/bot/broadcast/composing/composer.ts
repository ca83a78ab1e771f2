// `/broadcast`: what the staff's messages and buttons about notices come to. Every one asks anew whether its sender may do it.
import { z } from 'zod';
import { message } from '../../../messages/message.ts';
import type { ChatEvent, TurnTools } from '../../inbox/chat-event.ts';
import type { Route, RoutedChat, RouteTurn } from '../../inbox/routes.ts';
import type { Guard } from '../../staff/guard.ts';
import { type Heard, hear, readerLanguage } from '../../staff/heard.ts';
import { may } from '../../staff/staff.ts';
import { readData } from './data.ts';
import type { DeskParts, Doing, Done } from './desk.ts';
import { restoreDraft } from './draft.ts';
import { createDrafting } from './drafting.ts';
import { createHandling } from './handling.ts';

const told = z.object({ what: z.enum(['confirm', 'report']), id: z.int() });

export function createComposer(parts: DeskParts & { readonly guard: Guard }): Route {
  const { guard, audit, painter, staff, store } = parts;
  const drafting = createDrafting(parts);
  const handling = createHandling(parts, drafting);

  async function take(event: ChatEvent, chat: RoutedChat, { signal }: TurnTools): Promise<RouteTurn | undefined> {
    if (event.kind === 'broadcast') return tell(told.parse(event.payload), chat);
    const heard = hear(event);
    if (heard?.happening.kind === 'command' && heard.happening.name !== 'broadcast' && isAwaited(chat.note)) {
      // Any other command is the way out of a question.
      return { effects: [], note: { ...(chat.note as object), step: null }, passOn: true };
    }
    const what = heard && meant(heard.happening, chat.note);
    if (!heard || what === undefined) return undefined;
    const { happening, userId, isPrivate } = heard;
    if (!isPrivate || (happening.kind === 'command' && happening.isForwarded)) {
      await audit.record({ key: event.key, actor: userId, action: 'refused', detail: `${what}-elsewhere` });
      return isPrivate ? undefined : { effects: [] };
    }
    const member = await guard({ userId, duty: 'broadcast', what, key: event.key });
    if (!member) return refuse(heard, chat.note !== undefined);
    const draft = restoreDraft(chat.note, member.grantedAt);
    if (happening.kind === 'message' && !draft?.step)
      return { effects: [], passOn: true, ...(!draft && { note: null }) };
    const language = readerLanguage(chat.state, heard.appLanguage);
    const messageId = happening.kind === 'press' ? happening.messageId : undefined;
    const doing: Doing = { member, chatId: chat.id, language, key: event.key, messageId, draft, signal };
    return shown(heard, doing, await act(heard, doing));
  }

  async function act({ happening }: Heard, doing: Doing): Promise<Done> {
    const { draft } = doing;
    switch (happening.kind) {
      case 'command':
        return draft ? drafting.begin(doing) : handling.list(doing);
      case 'message':
        return draft ? drafting.said(happening.message, draft, doing) : {};
      case 'press': {
        const press = readData(happening.data);
        if (!press) return {};
        if (press.draft === '') return handling.pressed(press, doing);
        if (press.draft !== draft?.id) return { toast: message('broadcast.closed') };
        return drafting.pressed(press, draft, doing);
      }
    }
  }

  function shown({ happening }: Heard, { chatId, messageId, language }: Doing, done: Done): RouteTurn {
    const { screen, isBelow, toast, effects = [], draft } = done;
    const place = isBelow ? undefined : messageId;
    return {
      effects: [
        ...(happening.kind === 'press' ? [painter.answer(happening.callbackId, language, toast)] : []),
        ...effects,
        ...(screen ? [painter.replace(chatId, place, screen, language)] : []),
      ],
      ...(draft !== undefined && { note: draft }),
    };
  }

  /** A stranger's command is to the conversation what any unknown command is; a forged button says nothing. */
  function refuse({ happening }: Heard, hasNote: boolean): RouteTurn | undefined {
    if (happening.kind === 'press') return { effects: [painter.answer(happening.callbackId, 'ru')], note: null };
    return hasNote ? { effects: [], note: null, passOn: true } : undefined;
  }

  /** What comes to a member's chat by itself, if they are still one. */
  async function tell({ what, id }: z.infer<typeof told>, chat: RoutedChat): Promise<RouteTurn> {
    const broadcast = await store.find(id);
    if (!broadcast || !may((await staff.find(chat.id))?.role, 'broadcast')) return { effects: [] };
    const language = readerLanguage(chat.state, undefined);
    if (what === 'report') return { effects: await parts.report(broadcast, chat.id, language) };
    const { screen } = await handling.askToConfirm(broadcast);
    const ask = { text: [message('broadcast.asked-to-confirm', { id })], buttons: [] };
    return {
      effects: [painter.send(chat.id, ask, language), ...(screen ? [painter.send(chat.id, screen, language)] : [])],
    };
  }

  return { name: 'broadcast', take };
}

/** What of it is about notices, as a code for the audit. */
function meant(happening: Heard['happening'], note: unknown): string | undefined {
  switch (happening.kind) {
    case 'command':
      return happening.name === 'broadcast' ? 'broadcast' : undefined;
    case 'press':
      return readData(happening.data) ? 'broadcast-button' : undefined;
    case 'message':
      return isAwaited(note) ? 'broadcast-text' : undefined;
  }
}

/** A draft waits for the next message. */
const isAwaited = (note: unknown): boolean => ((note as { step?: unknown } | undefined)?.step ?? null) !== null;
