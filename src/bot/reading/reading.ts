// Pictures and PDFs to the numbers on them. Keeps nothing: a file is in memory while it is read, and nowhere else.
import { availableParallelism } from 'node:os';
import type { Reading, Unread, Waiting } from '../conversation/reading.ts';
import type { ReceivedFile } from '../conversation/step.ts';
import { lookAtContent, MAX_BYTES } from './content.ts';
import type { Shown } from './look-through.ts';
import { createPool, type Outcomes, type Wanted } from './pool.ts';

export interface ReadingService extends Reading {
  /** What a picture or PDF shows that others must not see. Asks for patience where as many are looked through as can be. */
  look(owner: string, bytes: Uint8Array): Promise<{ readonly value: Shown } | Unread>;
  /** Ends what is being read for them, because they have gone on. */
  stop(owner: string): void;
  readonly threads: number;
  close(): Promise<void>;
}

export interface ReadingLimits {
  readonly threads: number;
  /** For one file, once its turn has come. */
  readonly timeMs: number;
  /** Files that wait or are being read, of one owner and of all. */
  readonly ofOne: number;
  readonly ofAll: number;
}

const LIMITS: ReadingLimits = { threads: availableParallelism(), timeMs: 15_000, ofOne: 2, ofAll: 40 };
/** When the applicant hears how long it has been. */
const TELL_MS = 2_000;

class Stopped extends Error {}

/** `failed` hears of what is not the picture's fault, such as language data that are not there. */
export function createReading(
  given: Partial<ReadingLimits> = {},
  failed: (error: Error) => void = () => undefined,
): ReadingService {
  const limits = { ...LIMITS, ...given };
  const pool = createPool(limits.threads, limits.timeMs);
  const inWork = new Map<string, Set<AbortController>>();
  let all = 0;

  async function read<Of extends Wanted>(
    wanted: Of,
    owner: string,
    file: ReceivedFile,
    waiting: Waiting,
  ): Promise<Outcomes[Of] | Unread> {
    const own = inWork.get(owner) ?? new Set();
    if (own.size >= limits.ofOne || all >= limits.ofAll) return { because: 'busy' };
    if (file.size > MAX_BYTES) return { because: 'too-large' };
    const controller = new AbortController();
    inWork.set(owner, own.add(controller));
    all += 1;
    const stopTelling = tell(waiting);
    try {
      return await readBytes(wanted, file, controller.signal);
    } finally {
      stopTelling();
      all -= 1;
      own.delete(controller);
      if (own.size === 0) inWork.delete(owner);
    }
  }

  async function readBytes<Of extends Wanted>(
    wanted: Of,
    file: ReceivedFile,
    signal: AbortSignal,
  ): Promise<Outcomes[Of] | Unread> {
    const bytes = await file.bytes(MAX_BYTES).catch(() => undefined);
    if (!bytes) return { because: 'not-fetched' };
    const content = lookAtContent(bytes);
    if ('because' in content) return content;
    if (content.value === 'pdf' && wanted === 'card') return { because: 'pdf' };
    try {
      return await pool.read({ wanted, content: content.value, bytes }, signal);
    } catch (error) {
      const because = becauseOf(error);
      if (because === 'damaged' && error instanceof Error) failed(error);
      return { because };
    }
  }

  return {
    card: (owner, file, waiting) => read('card', owner, file, waiting),
    form: (owner, file, waiting) => read('form', owner, file, waiting),
    async look(owner, bytes) {
      if (all >= 2 * limits.threads) return { because: 'busy' };
      const file = { id: '', name: '', size: bytes.length, bytes: async () => bytes };
      return read('shown', owner, file, () => undefined);
    },
    stop(owner) {
      for (const controller of inWork.get(owner) ?? []) controller.abort(new Stopped());
    },
    get threads() {
      return pool.threads;
    },
    close: () => pool.close(),
  };
}

/** A picture that breaks its reader is a bad picture; whatever else went wrong in the thread, the applicant can type. */
function becauseOf(error: unknown): Unread['because'] {
  if (error instanceof Stopped) return 'stopped';
  return error instanceof DOMException && error.name === 'TimeoutError' ? 'too-long' : 'damaged';
}

function tell(waiting: Waiting): () => void {
  const start = performance.now();
  waiting(0);
  const timer = setInterval(() => waiting(Math.round((performance.now() - start) / 1000)), TELL_MS);
  return () => clearInterval(timer);
}
