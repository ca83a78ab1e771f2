import type { Sql } from '../../database/sql.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Effect, NewEvent } from '../inbox/chat-event.ts';
import type { Painter } from '../staff/screen.ts';
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
}

const SPACING_MS = 3_000;

/** One message that is edited, at most every three seconds; the newest state is always shown in the end. */
export function createProgress(parts: ProgressParts): Progress & { stop(): void } {
  const { store, painter, clock } = parts;
  let shownAt = Number.NEGATIVE_INFINITY;
  let wanted: { readonly id: number; readonly perSecond: number } | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function edit({ id, perSecond }: NonNullable<typeof wanted>): Promise<void> {
    const broadcast = await store.find(id);
    if (!broadcast) return;
    const sight = { counts: await store.counts(id), perSecond, quietUntil: quietUntil(parts.quietHours, clock()) };
    const { chatId, messageId } = broadcast.panel;
    const screen = broadcastScreen(broadcast, sight);
    const { orElse: _, ...effect } = painter.replace(chatId, messageId, screen, broadcast.language);
    await parts.send(effect);
  }

  function flush() {
    timer = undefined;
    if (!wanted) return;
    const next = wanted;
    wanted = undefined;
    shownAt = performance.now();
    void edit(next).catch(() => undefined);
  }

  return {
    show(id, perSecond) {
      wanted = { id, perSecond };
      timer ??= setTimeout(flush, Math.max(0, shownAt + SPACING_MS - performance.now()));
    },
    finish: ({ id, panel: { chatId } }) => {
      const key = `broadcast:${id}:report:${clock().getTime()}`;
      return (sql) => parts.enqueue([{ key, chatId, kind: 'broadcast', payload: { what: 'report', id } }], sql);
    },
    stop: () => clearTimeout(timer),
  };
}
