import type { Sealing } from '../../../../src/sealing/sealing.ts';
import type { RecordedCall } from '../../../support/fake-bot-api.ts';
import type { Handovers } from './handovers.ts';
import { type Traffic, updateIdsOf } from './telegram-side.ts';

type Params = RecordedCall['params'];

/** What the program keeps per chat: the updates that took effect, in that order. */
export interface TestState {
  readonly seen: readonly number[];
}

export interface Verdict {
  /** Updates that took effect not once, or out of their order. */
  readonly wrongStates: number;
  readonly missingReplies: number;
  /** Chats whose replies did not come in the order of their updates. */
  readonly disorderedChats: number;
  readonly duplicates: number;
  /** Duplicates of calls that were made again because no answer came. */
  readonly duplicatesOfUnanswered: number;
  /** No answer was missing, and the chat was not handed over between the two calls. */
  readonly unexplainedDuplicates: number;
}

export function verify(
  traffic: Traffic,
  states: ReadonlyMap<number, TestState>,
  calls: readonly RecordedCall[],
  handovers: Handovers,
  unanswered: ReadonlySet<string>,
): Verdict {
  const verdict = {
    wrongStates: 0,
    missingReplies: 0,
    disorderedChats: 0,
    duplicates: 0,
    duplicatesOfUnanswered: 0,
    unexplainedDuplicates: 0,
  };
  for (let chatId = 1; chatId <= traffic.chats; chatId += 1) {
    const ids = updateIdsOf(traffic, chatId);
    const expected = ids.flatMap((id) => (id % 3 === 0 ? [`${id}a`, `${id}b`] : [`${id}a`]));
    if (JSON.stringify(states.get(chatId)?.seen) !== JSON.stringify(ids)) verdict.wrongStates += 1;

    const own = calls.filter(({ params }) => params['chat_id'] === chatId).map(({ params }) => params);
    const texts = new Set(own.map(({ text }) => text));
    verdict.missingReplies += expected.filter((text) => !texts.has(text)).length;
    if (JSON.stringify([...texts]) !== JSON.stringify(expected)) verdict.disorderedChats += 1;

    const moments = handovers.get(chatId) ?? [];
    const lastOf = new Map<unknown, Params>();
    for (const call of own.toSorted((one, other) => sentAt(one) - sentAt(other))) {
      const before = lastOf.get(call['text']);
      lastOf.set(call['text'], call);
      if (!before) continue;
      verdict.duplicates += 1;
      if (unanswered.has(nameOf(before))) verdict.duplicatesOfUnanswered += 1;
      else if (!moments.some((moment) => moment >= sentAt(before) && moment <= sentAt(call)))
        verdict.unexplainedDuplicates += 1;
    }
  }
  return verdict;
}

/** A call says when it was sent: on a busy machine the fake Telegram gets to it long after its sender was killed. */
export const stamped = (params: Params): Params => ({ ...params, sent_at: Date.now() });
const sentAt = (params: Params) => Number(params['sent_at']);

/** The name of one call, not of its repetitions. */
export const nameOf = (stamped: Params): string =>
  JSON.stringify([stamped['chat_id'], stamped['text'], sentAt(stamped)]);

export function openStates(
  rows: readonly { chat_id: number; state: Uint8Array }[],
  sealing: Sealing,
): ReadonlyMap<number, TestState> {
  return new Map(rows.map(({ chat_id, state }) => [chat_id, sealing.open(state, `conversation.state:${chat_id}`)]));
}
