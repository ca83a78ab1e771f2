// Many certificates at once are signed in threads of their own: this one goes on storing what is ready, and answering. One at a
// time is signed here, so that a small installation never pays for the threads.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Prepared, Signing } from './certificate-authority.ts';
import type { Signer, SignerSettings } from './signer.ts';

export interface SigningThreads {
  /** Rejects when its thread ends: there may be a certificate, which the register then has. */
  readonly sign: Signer['sign'];
  close(): Promise<void>;
}

export interface SigningTask {
  readonly id: number;
  readonly prepared: Prepared;
}
export type SigningAnswer = { readonly id: number } & ({ readonly signing: Signing } | { readonly error: string });

export interface ThreadOptions {
  readonly start?: (settings: SignerSettings) => Worker;
  /** Told when a thread ended by itself. */
  readonly report?: ((trouble: string) => void) | undefined;
}

/** Signatures at the same time for which it is worth it: more than a desk makes. */
const MANY = 8;
const MOST_THREADS = 4;
/** What ended a thread may end the next one as well. */
const RESTART_MS = 60_000;

export const startSigningThread = (settings: SignerSettings): Worker =>
  new Worker(new URL('./start-signing-worker.js', import.meta.url), { execArgv: [], workerData: settings });

/** `here` signs until there are many and the threads are ready. */
export function createSigningThreads(
  here: Signer['sign'],
  settings: SignerSettings,
  { start = startSigningThread, report }: ThreadOptions = {},
): SigningThreads {
  const ready = new Set<Thread>();
  const all = new Set<Thread>();
  let [signing, startedAt, isClosed] = [0, Number.NEGATIVE_INFINITY, false];

  const startAll = () => {
    startedAt = performance.now();
    for (let count = Math.min(availableParallelism(), MOST_THREADS); count > 0; count--) {
      const thread = openThread(start(settings), {
        ready: () => ready.add(thread),
        ended(because) {
          all.delete(thread);
          ready.delete(thread);
          if (!isClosed) report?.(`a signing thread ended: ${because}`);
        },
      });
      all.add(thread);
    }
  };
  const idlest = (): Thread | undefined => {
    if (signing >= MANY && all.size === 0 && performance.now() - startedAt > RESTART_MS) startAll();
    return [...ready].sort((one, other) => one.inHand - other.inHand)[0];
  };

  return {
    async sign(prepared) {
      signing += 1;
      try {
        return await (idlest()?.sign ?? here)(prepared);
      } finally {
        signing -= 1;
      }
    },
    async close() {
      isClosed = true;
      await Promise.all([...all].map((thread) => thread.end()));
    },
  };
}

interface Thread {
  readonly inHand: number;
  readonly sign: Signer['sign'];
  end(): Promise<unknown>;
}

function openThread(worker: Worker, told: { ready(): void; ended(because: string): void }): Thread {
  const waiting = new Map<number, { resolve(signing: Signing): void; reject(error: Error): void }>();
  let [lastId, because] = [0, 'without an error'];

  const take = (answer: SigningAnswer) => {
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
    if ('signing' in answer) asker?.resolve(answer.signing);
    else asker?.reject(new Error(`not signed: ${answer.error}`));
  };
  worker.unref(); // an idle thread keeps no program running
  worker.on('message', (answer: SigningAnswer | 'ready') => (answer === 'ready' ? told.ready() : take(answer)));
  worker.on('error', ({ name }) => {
    because = name;
  });
  worker.on('exit', () => {
    told.ended(because);
    for (const { reject } of waiting.values()) reject(new Error('the signing thread ended'));
  });

  return {
    get inHand() {
      return waiting.size;
    },
    sign: (prepared) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        worker.ref();
        worker.postMessage({ id, prepared } satisfies SigningTask);
      }),
    end: () => worker.terminate(),
  };
}
