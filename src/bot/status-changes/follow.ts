// Hears from the backend that an application's status has changed and tells the chat of its owner, through the inbox.
import type { Logger } from 'pino';
import type { BackendClient } from '../../contract/client.ts';
import type { StatusChange } from '../../contract/schemas.ts';
import type { Database } from '../../database/database.ts';
import { backoffDelay, pauseFor } from '../inbox/backoff.ts';
import type { NewEvent } from '../inbox/chat-event.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { takeLease } from '../storage/leases.ts';
import { advanceStatusCursor, readStatusCursor } from '../storage/status-cursor.ts';

export interface FollowParts {
  readonly database: Database;
  readonly inbox: Pick<Inbox, 'enqueue' | 'hasMore' | 'instance'>;
  readonly backend: BackendClient;
  readonly log: Logger;
}

const WAIT_SECONDS = 20;
const BACKOFF = { firstMs: 500, capMs: 3_000 };
/** How soon another instance goes on when the one that follows has died. */
const LEASE_CHECK_MS = 1_000;

/** Runs on every instance until the signal is aborted; one of them at a time follows, the others stand by. */
export async function followStatusChanges(parts: FollowParts, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      if (await takeLease(parts.database, 'status-changes', parts.inbox.instance())) await hearOnce(parts, signal);
      else await pauseFor(LEASE_CHECK_MS, signal);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      parts.log.warn({ errorClass: (error as Error).name }, 'changes of status cannot be heard for now');
      await pauseFor(backoffDelay(BACKOFF, failures), signal);
    }
  }
}

async function hearOnce({ database, inbox, backend }: FollowParts, signal: AbortSignal): Promise<void> {
  const after = await readStatusCursor(database);
  const outcome = await backend('statusChanges', {
    query: { after, wait: WAIT_SECONDS },
    timeLimit: (WAIT_SECONDS + 10) * 1_000,
    signal,
  });
  if ('problem' in outcome) throw new Error(`status changes are refused: ${outcome.problem.code}`);
  const { changes, cursor } = outcome.value;
  if (cursor <= after) return;
  await database.transaction(async (sql) => {
    if (await advanceStatusCursor(sql, after, cursor)) await inbox.enqueue(changes.flatMap(eventOf), sql);
  });
  inbox.hasMore();
}

/** Owners of other front-ends are none of ours. */
function eventOf({ owner, cursor, number, status, at, notice }: StatusChange): NewEvent[] {
  const [, chat] = /^telegram:(-?\d{1,15})$/.exec(owner) ?? [];
  return chat === undefined
    ? []
    : [
        {
          key: `status:${cursor}`,
          chatId: Number(chat),
          kind: 'status-change',
          payload: { number, status, at, notice },
        },
      ];
}
