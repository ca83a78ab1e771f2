// What can be done with a broadcast that was submitted: look, confirm, pause, cancel, send the unknown again, edit, delete.
import { type Message, message } from '../../../messages/message.ts';
import type { Broadcast, BroadcastStatus } from '../broadcast.ts';
import { askAgainScreen, broadcastScreen, listScreen } from '../broadcast-screens.ts';
import type { Change } from '../broadcast-store.ts';
import type { Pressed } from './data.ts';
import type { DeskParts, Doing, Done } from './desk.ts';
import { restUntil } from './desk.ts';
import { type Draft, newDraft } from './draft.ts';
import type { Drafting } from './drafting.ts';
import { showVersions } from './show-versions.ts';

export interface Handling {
  list(doing: Doing): Promise<Done>;
  pressed(press: Pressed, doing: Doing): Promise<Done>;
  /** Somebody else wants to send it. */
  askToConfirm(broadcast: Broadcast): Promise<Done>;
}

const LISTED = 6;

export function createHandling(parts: DeskParts, drafting: Drafting): Handling {
  const { store, audit } = parts;

  const look = async (broadcast: Broadcast, more: Done = {}): Promise<Done> => {
    const counts = await store.counts(broadcast.id);
    const sight = { counts, perSecond: 0, quietUntil: restUntil(parts, broadcast.isEssential) };
    return { ...more, screen: broadcastScreen(broadcast, sight) };
  };

  /** Somebody may have been faster: then nothing is done, and what it is now is shown. */
  async function move(
    { id }: Broadcast,
    from: readonly BroadcastStatus[],
    to: BroadcastStatus,
    action: string,
    { key, member }: Doing,
    change: Change = {},
  ): Promise<Done> {
    const isDone = await store.move(id, from, to, change);
    if (isDone) await audit.record({ key, actor: member.userId, action, subject: `broadcast:${id}` });
    const now = await store.find(id);
    return now ? look(now, { toast: message(isDone ? 'broadcast.done' : 'broadcast.too-late') }) : {};
  }

  async function confirm(broadcast: Broadcast, doing: Doing): Promise<Done> {
    if (broadcast.createdBy === doing.member.userId) return { toast: message('broadcast.not-yourself') };
    const startAt = new Date(Math.max(broadcast.startAt.getTime(), parts.clock().getTime()));
    const change = { confirmedBy: doing.member.userId, startAt };
    return move(broadcast, ['waiting'], 'scheduled', 'broadcast-confirmed', doing, change);
  }

  async function show(broadcast: Broadcast, doing: Doing): Promise<Done> {
    await showVersions(parts, broadcast, doing.chatId, doing);
    return {};
  }

  async function deleteForAll({ id, versions, audience }: Broadcast, doing: Doing): Promise<Done> {
    const { key, member, chatId, messageId, language } = doing;
    if (messageId === undefined) return {};
    const deletion = await store.create({
      ...{ kind: 'delete', of: id, versions, audience, isEssential: true, createdBy: member.userId, createdKey: key },
      ...{ status: 'scheduled', startAt: parts.clock(), language, panel: { chatId, messageId } },
    });
    await audit.record({ key, actor: member.userId, action: 'broadcast-deletion', subject: `broadcast:${id}` });
    return look(deletion);
  }

  /** A draft of the edit, with what was sent to begin with. There is one draft at a time, and none is lost. */
  async function edit({ id, versions, isEssential }: Broadcast, doing: Doing): Promise<Done> {
    if (doing.draft && doing.draft.of !== id) return { toast: message('broadcast.draft-open') };
    const draft: Draft = { ...newDraft(`edit${id}`, doing.member.grantedAt), of: id, versions, isEssential };
    return drafting.begin({ ...doing, draft });
  }

  async function sendAgain(broadcast: Broadcast, { key, member }: Doing): Promise<Done> {
    const { id } = broadcast;
    const isDone = await store.sendUnknownAgain(id);
    if (isDone)
      await audit.record({ key, actor: member.userId, action: 'broadcast-again', subject: `broadcast:${id}` });
    const now = (await store.find(id)) ?? broadcast;
    return look(now, { toast: message(isDone ? 'broadcast.done' : 'broadcast.too-late') });
  }

  const open = ['waiting', 'scheduled', 'running', 'paused'] as const satisfies readonly BroadcastStatus[];
  const over = ['done', 'cancelled'] as const satisfies readonly BroadcastStatus[];
  const is = ({ status }: Broadcast, statuses: readonly BroadcastStatus[]) => statuses.includes(status);
  const tooLate: Message = message('broadcast.too-late');

  async function act(verb: string, broadcast: Broadcast, doing: Doing): Promise<Done> {
    switch (verb) {
      case 'show':
        return show(broadcast, doing);
      case 'confirm':
        return confirm(broadcast, doing);
      case 'pause':
        return move(broadcast, ['running'], 'paused', 'broadcast-paused', doing);
      case 'resume':
        return move(broadcast, ['paused'], 'running', 'broadcast-resumed', doing);
      case 'cancel':
      case 'again':
      case 'delete':
        return { screen: askAgainScreen(verb, broadcast, await store.counts(broadcast.id)) };
      case 'cancel-yes':
        return move(broadcast, open, 'cancelled', 'broadcast-cancelled', doing);
      case 'again-yes':
        return sendAgain(broadcast, doing);
      case 'edit':
        return broadcast.kind === 'send' && is(broadcast, over) ? edit(broadcast, doing) : { toast: tooLate };
      case 'delete-yes':
        return broadcast.kind === 'send' && is(broadcast, over) ? deleteForAll(broadcast, doing) : { toast: tooLate };
      case 'report':
        return { effects: await parts.report(broadcast, doing.chatId, doing.language) };
      default:
        return look(broadcast);
    }
  }

  const list = async ({ draft }: Doing): Promise<Done> => ({
    screen: listScreen(await store.recent(LISTED), draft !== undefined),
  });

  return {
    list,
    async pressed({ verb, argument }, doing) {
      if (verb === 'new') return drafting.begin(doing);
      const broadcast = /^\d{1,9}$/.test(argument) ? await store.find(Number(argument)) : undefined;
      return verb === 'list' || !broadcast ? list(doing) : act(verb, broadcast, doing);
    },
    askToConfirm: (broadcast) => look(broadcast),
  };
}
