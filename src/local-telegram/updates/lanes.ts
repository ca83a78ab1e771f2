/** Work in lanes: one piece of a lane at a time and in order, different lanes at once up to a limit. */
export interface Lanes<Work> {
  start(limit: number): void;
  add(lane: number, work: Work): void;
  /** Forgets what waits and aborts what runs. */
  stop(): void;
}

export function createLanes<Work>(run: (work: Work, signal: AbortSignal) => Promise<void>): Lanes<Work> {
  let waiting = new Map<number, Work[]>();
  let ready: number[] = [];
  let running = 0;
  let limit = 0;
  let stopping = new AbortController();

  function next(): void {
    while (running < limit) {
      const lane = ready.shift();
      if (lane === undefined) return;
      void runFirst(lane, stopping);
    }
  }

  async function runFirst(lane: number, era: AbortController): Promise<void> {
    const works = waiting.get(lane);
    const [work] = works ?? [];
    if (!works || work === undefined) return;
    running++;
    await run(work, era.signal);
    if (era.signal.aborted) return;
    running--;
    works.shift();
    if (works.length > 0) ready.push(lane);
    else waiting.delete(lane);
    next();
  }

  return {
    start(newLimit) {
      limit = newLimit;
    },
    add(lane, work) {
      const works = waiting.get(lane);
      if (works) {
        works.push(work);
        return;
      }
      waiting.set(lane, [work]);
      ready.push(lane);
      next();
    },
    stop() {
      stopping.abort();
      stopping = new AbortController();
      waiting = new Map();
      ready = [];
      running = 0;
      limit = 0;
    },
  };
}
