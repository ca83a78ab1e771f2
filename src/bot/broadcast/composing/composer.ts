// `/broadcast`: what the staff's messages and buttons about notices come to. Every one asks anew whether its sender may do it.
import { message } from '../../../messages/message.ts';
import type { ChatEvent, TurnTools } from '../../inbox/chat-event.ts';
import type { Route, RoutedChat, RouteTurn } from '../../inbox/routes.ts';
import { type AdmitParts, admit } from '../../staff/admit.ts';
import { type Heard, hear, readerLanguage } from '../../staff/heard.ts';
import { may } from '../../staff/staff.ts';
import { readTold, type Told } from '../broadcast-events.ts';
import { readData } from './data.ts';
import type { DeskParts, Doing, Done } from './desk.ts';
import { restoreDraft } from './draft.ts';
import { createDrafting } from './drafting.ts';
import { createHandling } from './handling.ts';

export function createComposer(parts: DeskParts & AdmitParts): Route {
  const { painter, staff, store } = parts;
  const drafting = createDrafting(parts);
  const handling = createHandling(parts, drafting);

  async function take(event: ChatEvent, chat: RoutedChat, { signal }: TurnTools): Promise<RouteTurn | undefined> {
    if (event.kind === 'broadcast') return tell(readTold(event.payload), chat);
    const heard = hear(event);
    if (!heard) return undefined;
    const { happening } = heard;
    const what = meant(happening, chat.note);
    if (what === undefined) {
      // Whoever turns to something else is not asked any more; the draft stays.
      const step = { ...(chat.note as object), step: null };
      return isAwaited(chat.note) ? { effects: [], note: step, passOn: true } : undefined;
    }
    const admitted = await admit(parts, heard, { duty: 'broadcast', what, key: event.key, note: chat.note });
    if ('turn' in admitted) return admitted.turn;
    const { member } = admitted;
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
        ...(happening.kind === 'press'
          ? [painter.answer(happening.callbackId, toast && { words: toast, language })]
          : []),
        ...effects,
        ...(screen ? [painter.replace(chatId, place, screen, language)] : []),
      ],
      ...(draft !== undefined && { note: draft }),
    };
  }

  /** What comes to a member's chat by itself, if they are still one. */
  async function tell({ what, id }: Told, chat: RoutedChat): Promise<RouteTurn> {
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
