import { BotApiError, BotApiUnreachable } from '../../inbox/bot-api.ts';
import { UNCHANGED, UNREACHABLE } from '../../inbox/refusals.ts';
import type { BroadcastKind, RecipientState } from '../broadcast.ts';

/** What a call came to, and what it says of the calls after it. */
export type Judged = { readonly state: Exclude<RecipientState, 'sending'> } & (
  | { readonly next: 'go-on' }
  /** Telegram wants a pause of so many seconds. */
  | { readonly next: 'pause'; readonly seconds: number }
  /** Telegram is in trouble, or not to be reached. */
  | { readonly next: 'back-off' }
);

const NOT_THERE = /message (to (edit|delete) )?not found|message identifier is not specified|MESSAGE_ID_INVALID/i;

/**
 * At most once: what may have taken effect is never called again. A refusal says that nothing was sent; a server error and a
 * broken connection say nothing, so the recipient becomes `unknown`. An edit or a deletion does no harm twice, and waits.
 */
export function judgeCall(kind: BroadcastKind, error: unknown): Judged {
  const isRepeatable = kind !== 'send';
  if (error instanceof BotApiUnreachable) {
    return { state: isRepeatable || !error.mayHaveArrived ? 'pending' : 'unknown', next: 'back-off' };
  }
  if (!(error instanceof BotApiError)) return { state: 'unknown', next: 'back-off' };
  const { code, description, retryAfter } = error;
  if (code === 429) return { state: 'pending', next: 'pause', seconds: Math.max(1, retryAfter ?? 1) };
  if (UNCHANGED.test(description)) return { state: 'sent', next: 'go-on' };
  if (UNREACHABLE.test(description) || (isRepeatable && NOT_THERE.test(description))) {
    return { state: 'gone', next: 'go-on' };
  }
  if (code === 403) return { state: 'blocked', next: 'go-on' };
  // The token is wrong or revoked, which an operator repairs.
  if (code === 401 || code === 404) return { state: 'pending', next: 'back-off' };
  if (code >= 500) return { state: isRepeatable ? 'pending' : 'unknown', next: 'back-off' };
  return { state: 'failed', next: 'go-on' };
}
