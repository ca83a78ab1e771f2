import type { Sealing } from '../../../../src/sealing/sealing.ts';
import type { RecordedCall } from '../../../support/fake-bot-api.ts';
import type { Fleet } from './fleet.ts';
import { type Traffic, updateIdsOf } from './telegram-side.ts';

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
  /** Beyond one duplicate per chat and break. */
  readonly unexplainedDuplicates: number;
}

/** A call is recorded when the fake Telegram gets to it, which on a busy machine is after its sender was killed. */
const LATE_MS = 10_000;

export function verify(
  traffic: Traffic,
  states: ReadonlyMap<number, TestState>,
  calls: readonly RecordedCall[],
  { breaks, unanswered }: Pick<Fleet, 'breaks' | 'unanswered'>,
): Verdict {
  const repeatable = new Map<string, number>();
  for (const call of unanswered) repeatable.set(call, (repeatable.get(call) ?? 0) + 1);
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

    const own = calls.filter(({ params }) => params['chat_id'] === chatId);
    const lastAt = new Map<string, number>();
    const spent = new Set<number>();
    for (const { params, at } of own) {
      const text = String(params['text']);
      const before = lastAt.get(text);
      lastAt.set(text, at);
      if (before === undefined) continue;
      verdict.duplicates += 1;
      const repeats = repeatable.get(callName(params)) ?? 0;
      const cause = breaks.findIndex((moment, n) => moment > before - LATE_MS && moment < at && !spent.has(n));
      if (repeats > 0) {
        verdict.duplicatesOfUnanswered += 1;
        repeatable.set(callName(params), repeats - 1);
      } else if (cause >= 0) spent.add(cause);
      else verdict.unexplainedDuplicates += 1;
    }
    const first = [...lastAt.keys()];
    verdict.missingReplies += expected.filter((text) => !lastAt.has(text)).length;
    if (JSON.stringify(first) !== JSON.stringify(expected)) verdict.disorderedChats += 1;
  }
  return verdict;
}

export const callName = (params: Readonly<Record<string, unknown>>): string => `${params['chat_id']}:${params['text']}`;

export function openStates(
  rows: readonly { chat_id: number; state: Uint8Array }[],
  sealing: Sealing,
): ReadonlyMap<number, TestState> {
  return new Map(rows.map(({ chat_id, state }) => [chat_id, sealing.open(state, `conversation.state:${chat_id}`)]));
}
