import type { Language } from '../../../domain/language.ts';
import { backoffDelay } from '../../inbox/backoff.ts';
import type { BotApi } from '../../inbox/bot-api.ts';
import type { Gate } from '../../inbox/gate.ts';
import { type Broadcast, shownLanguage } from '../broadcast.ts';
import type { Taken } from '../broadcast-store.ts';
import { callFor } from '../calls.ts';
import { judgeCall } from './judge-call.ts';
import type { Pace } from './pace.ts';
import type { Called } from './wheel.ts';

/** Makes the calls of one broadcast, and learns from their answers how to go on. */
export interface Caller {
  /** Never rejects. */
  call(taken: Taken): Promise<Called>;
  /** Telegram is in trouble: no further call for so long. */
  troubleMs(): number;
  /** Telegram refuses the notice itself, whoever it goes to. */
  isRefused(): boolean;
}

export interface CallerParts {
  readonly api: BotApi;
  readonly gate: Pick<Gate, 'close'>;
  readonly pace: Pace;
}

const TROUBLES_IN_A_ROW = 3;
const REFUSALS_IN_A_ROW = 20;
/** Of an edit or a deletion that nobody ever answers. */
const TRIES = 5;
const BACKOFF = { firstMs: 500, capMs: 30_000 };

export function createCaller({ api, gate, pace }: CallerParts, { kind, versions }: Broadcast): Caller {
  let troubles = 0;
  let refusals = 0;
  const tries = new Map<number, number>();

  /** What may be tried again is not tried for ever. */
  function tried(chatId: number): boolean {
    const count = (tries.get(chatId) ?? 0) + 1;
    tries.set(chatId, count);
    return count >= TRIES;
  }

  return {
    troubleMs: () => (troubles < TROUBLES_IN_A_ROW ? 0 : backoffDelay(BACKOFF, troubles - TROUBLES_IN_A_ROW + 1)),
    isRefused: () => refusals >= REFUSALS_IN_A_ROW,
    async call(taken) {
      const language = shownLanguage(versions, taken.language as Language);
      const effect = callFor(kind, taken, language && versions[language]);
      if (!effect) return { state: 'failed', messageId: undefined };
      try {
        const result = await api.call(effect.method, effect.params);
        troubles = 0;
        refusals = 0;
        return { state: 'sent', messageId: messageIdOf(result) };
      } catch (error) {
        const judged = judgeCall(kind, error);
        troubles = judged.next === 'back-off' ? troubles + 1 : 0;
        refusals = judged.state === 'failed' ? refusals + 1 : 0;
        if (judged.next === 'pause') {
          pace.refused();
          await gate.close(judged.seconds);
        }
        const isEnough = judged.next === 'back-off' && kind !== 'send' && tried(taken.chatId);
        return { state: isEnough ? 'failed' : judged.state, messageId: undefined };
      }
    },
  };
}

function messageIdOf(result: unknown): number | undefined {
  const id = (result as { message_id?: unknown } | undefined)?.message_id;
  return typeof id === 'number' ? id : undefined;
}
