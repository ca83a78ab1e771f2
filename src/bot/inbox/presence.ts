// Keeps an instance alive in the eyes of the others, and ends its life when it may no longer be.
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { pauseFor } from './backoff.ts';
import type { SharedLimits } from './gate.ts';
import { type InboxStore, LEASE_MS } from './inbox-store.ts';
import type { Bell, Life } from './work-on-chat.ts';

/** An instance that was silent too long begins a new life under a new name: its chats may be in other hands. */
export interface PresentLife extends Life {
  readonly chats: Map<number, { readonly bell: Bell; readonly ended: Promise<void> }>;
}

export interface Presence {
  current(): PresentLife;
  /** Resolves when the first life has begun. */
  begin(): Promise<void>;
  /** Ends the life and gives its chats back. */
  end(): Promise<void>;
}

/** Less than the lease by what a statement may be on its way. */
const SAFE_MS = LEASE_MS - 500;

export function createPresence(
  store: Pick<InboxStore, 'arrive' | 'beat' | 'depart'>,
  log: Logger,
  beatMs: number,
  onBeat: (shared: SharedLimits) => void,
): Presence {
  const over = new AbortController();
  let life = beginLife();
  let watchdog: NodeJS.Timeout | undefined;
  let beating = Promise.resolve();

  const isAlive = (since: number) => {
    clearTimeout(watchdog);
    const { abort, instance } = life;
    life.until = since + SAFE_MS;
    watchdog = setTimeout(() => {
      log.warn({ instance }, 'no word from the database: this instance lets its chats go');
      abort();
    }, life.until - performance.now());
  };

  async function beatOnce() {
    const since = performance.now();
    if (!life.signal.aborted) {
      const { alive, ...shared } = await store.beat(life.instance);
      if (alive) {
        isAlive(since);
        return onBeat(shared);
      }
      life.abort();
    }
    const next = beginLife();
    await store.arrive(next.instance);
    life = next;
    isAlive(since);
    log.info({ instance: life.instance }, 'this instance is back');
  }

  async function keepBeating() {
    while (!over.signal.aborted) {
      await beatOnce().catch((error: { code?: unknown }) => log.warn({ code: error.code }, 'a heartbeat failed'));
      await pauseFor(beatMs, over.signal);
    }
  }

  return {
    current: () => life,
    async begin() {
      const since = performance.now();
      await store.arrive(life.instance);
      isAlive(since);
      beating = keepBeating();
    },
    async end() {
      over.abort();
      clearTimeout(watchdog);
      life.abort();
      await Promise.race([beating, pauseFor(1_000, new AbortController().signal)]);
      await store.depart(life.instance);
    },
  };
}

function beginLife(): PresentLife & { abort(): void; until: number } {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const life = {
    instance: randomUUID(),
    signal: controller.signal,
    abort: () => controller.abort(),
    until: Number.POSITIVE_INFINITY,
    isOver() {
      if (performance.now() >= life.until) controller.abort();
      return controller.signal.aborted;
    },
    isEnding: false,
    chats: new Map(),
  };
  return life;
}
