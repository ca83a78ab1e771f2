// Threads that read: none before the first picture, never more than `size`, a new one where one was ended. Must not know who
// sent a picture.
import { Worker } from 'node:worker_threads';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { ReadCard, Unread } from '../conversation/reading.ts';
import { createSlots } from '../inbox/slots.ts';
import type { Shown } from './look-through.ts';

export interface Outcomes {
  readonly card: ReadCard | Unread;
  readonly form: { readonly value: ApplicationNumber } | Unread;
  readonly shown: { readonly value: Shown } | Unread;
}
export type Wanted = keyof Outcomes;
export interface Task<Of extends Wanted = Wanted> {
  readonly wanted: Of;
  readonly content: 'picture' | 'pdf';
  readonly bytes: Uint8Array;
}
export type Answer<Of extends Wanted = Wanted> = { readonly outcome: Outcomes[Of] } | { readonly error: string };

export interface Pool {
  /** Rejects, and ends the thread, with the signal's reason, or with a TimeoutError where the work itself takes too long. */
  read<Of extends Wanted>(task: Task<Of>, signal: AbortSignal): Promise<Outcomes[Of]>;
  readonly threads: number;
  close(): Promise<void>;
}

export const newThread = (): Worker => new Worker(new URL('./reading-thread.mjs', import.meta.url), { execArgv: [] });

export function createPool(size: number, timeMs: number, create = newThread): Pool {
  const slots = createSlots(size);
  let idle: readonly Worker[] = [];
  const all = new Set<Worker>();

  function start(): Worker {
    const thread = create();
    all.add(thread);
    // Whoever waits for the thread hears of its end by themselves; an idle one must not take the program with it.
    thread.on('error', () => undefined);
    thread.on('exit', () => {
      all.delete(thread);
      idle = idle.filter((each) => each !== thread);
    });
    return thread;
  }

  async function readIn<Of extends Wanted>(thread: Worker, task: Task<Of>, signal: AbortSignal): Promise<Outcomes[Of]> {
    const answer = await answerOf(thread, task, signal, timeMs);
    if ('error' in answer) throw Object.assign(new Error('reading failed'), { name: answer.error });
    return answer.outcome;
  }

  return {
    get threads() {
      return all.size;
    },
    read: (task, signal) =>
      slots(async () => {
        signal.throwIfAborted();
        // sharp wants to be loaded in the main thread before it is in others.
        if (all.size === 0) await import('sharp');
        const thread = idle.at(-1) ?? start();
        idle = idle.filter((each) => each !== thread);
        thread.ref();
        try {
          const outcome = await readIn(thread, task, signal);
          thread.unref();
          idle = [...idle, thread];
          return outcome;
        } catch (error) {
          await thread.terminate();
          throw error;
        }
      }),
    async close() {
      idle = [];
      await Promise.all([...all].map((thread) => thread.terminate()));
    },
  };
}

function answerOf<Of extends Wanted>(
  thread: Worker,
  task: Task<Of>,
  signal: AbortSignal,
  timeMs: number,
): Promise<Answer<Of>> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      thread.off('message', hear).off('error', fail);
      signal.removeEventListener('abort', stop);
      clearTimeout(timer);
      settle();
    };
    const hear = (answer: Answer<Of>) => done(() => resolve(answer));
    const fail = (error: Error) => done(() => reject(error));
    const stop = () => done(() => reject(signal.reason));
    const timer = setTimeout(() => done(() => reject(new DOMException('too long', 'TimeoutError'))), timeMs);
    signal.addEventListener('abort', stop);
    thread.once('message', hear).once('error', fail);
    thread.postMessage(task);
  });
}
