import type { Logger } from 'pino';
import type { Sql } from '../../database/sql.ts';
import type { Clock } from '../../domain/clock.ts';
import { alone } from '../inbox/alone.ts';
import { pauseFor } from '../inbox/backoff.ts';
import type { Effect, NewEvent } from '../inbox/chat-event.ts';
import type { Painter } from '../staff/screen.ts';
import { tellingEvent } from './broadcast-events.ts';
import { broadcastScreen } from './broadcast-screens.ts';
import type { BroadcastStore } from './broadcast-store.ts';
import { type QuietHours, quietUntil } from './quiet-hours.ts';
import type { Progress } from './sending/send-broadcast.ts';

export interface ProgressParts {
  readonly store: Pick<BroadcastStore, 'find' | 'counts'>;
  readonly painter: Painter;
  readonly send: (effect: Effect) => Promise<unknown>;
  readonly enqueue: (events: readonly NewEvent[], sql: Sql) => Promise<void>;
  readonly clock: Clock;
  readonly quietHours: QuietHours;
  readonly log: Logger;
}

const SPACING_MS = 3_000;

/** One message of each broadcast is edited, at most every three seconds and one after the other; the newest state is shown in the end. */
export function createProgress(parts: ProgressParts, spacingMs = SPACING_MS): Progress & { stop(): void } {
  const { store, painter, clock, log } = parts;
  const over = new AbortController();
  const speeds = new Map<number, number>();
  let shownAt = Number.NEGATIVE_INFINITY;

  async function edit(id: number, perSecond: number): Promise<void> {
    const broadcast = await store.find(id);
    if (!broadcast) return;
    const sight = { counts: await store.counts(id), perSecond, quietUntil: quietUntil(parts.quietHours, clock()) };
    const { chatId, messageId } = broadcast.panel;
    const screen = broadcastScreen(broadcast, sight);
    const { orElse: _, ...effect } = painter.replace(chatId, messageId, screen, broadcast.language);
    await parts.send(effect);
  }

  const showAll = alone(async () => {
    await pauseFor(Math.max(0, shownAt + spacingMs - performance.now()), over.signal);
    if (over.signal.aborted) return;
    shownAt = performance.now();
    const due = [...speeds];
    speeds.clear();
    for (const [id, perSecond] of due) {
      await edit(id, perSecond).catch(({ name }: Error) => log.warn({ errorClass: name }, 'a progress is not shown'));
    }
  }, log);

  return {
    show(id, perSecond) {
      speeds.set(id, perSecond);
      showAll();
    },
    finish: ({ id, panel: { chatId } }) => {
      const told = tellingEvent(chatId, String(clock().getTime()), { what: 'report', id });
      return (sql) => parts.enqueue([told], sql);
    },
    stop: () => over.abort(),
  };
}
