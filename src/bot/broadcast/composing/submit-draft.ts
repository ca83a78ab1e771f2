import { message } from '../../../messages/message.ts';
import { broadcastScreen } from '../broadcast-screens.ts';
import { askToConfirm, othersWhoMay } from '../second-person.ts';
import type { DeskParts, Doing, Done } from './desk.ts';
import { restUntil } from './desk.ts';
import type { Draft } from './draft.ts';
import { type SendingTerms, troubleScreen } from './draft-screens.ts';

/** The draft becomes a broadcast: it is sent at its moment, or waits for a second person. The pressed message shows it from now on. */
export async function submitDraft(
  parts: DeskParts,
  draft: Draft,
  startAt: Date,
  { count, needsSecond }: SendingTerms,
  { member, chatId, messageId, key, language }: Doing,
): Promise<Done> {
  const { of, versions, audience, isEssential } = draft;
  if (count === 0) return { screen: troubleScreen(draft, message('broadcast.nobody')) };
  const others = needsSecond ? await othersWhoMay(parts.staff, member.userId) : [];
  if (needsSecond && others.length === 0) return { screen: troubleScreen(draft, message('broadcast.no-second')) };
  if (messageId === undefined) return {};
  const broadcast = await parts.store.create({
    kind: of === null ? 'send' : 'edit',
    ...(of !== null && { of }),
    ...{ versions, audience, isEssential, startAt, language },
    createdBy: member.userId,
    createdKey: key,
    status: needsSecond ? 'waiting' : 'scheduled',
    panel: { chatId, messageId },
  });
  const { id } = broadcast;
  await parts.audit.record({
    ...{ key, actor: member.userId, subject: `broadcast:${id}` },
    action: needsSecond ? 'broadcast-submitted' : 'broadcast-scheduled',
    ...(isEssential && { detail: 'essential' }),
  });
  await parts.enqueue(askToConfirm(id, others));
  const counts = await parts.store.counts(id);
  const screen = broadcastScreen(broadcast, { counts, perSecond: 0, quietUntil: restUntil(parts, isEssential) });
  return { draft: null, screen };
}
