/** One call of the bot, as it came and as it was answered. Files are left out. */
export interface Call {
  method: string;
  params: Record<string, unknown>;
  multipart: boolean;
  at: Date;
  answer: { ok: boolean; error_code?: number; description?: string; result?: unknown };
  /** Where the call departs from the official Bot API. */
  problems: string[];
}

export interface CallLog {
  entries(method?: string): readonly Call[];
  /** Also counts what the bounded list has forgotten. */
  count(method?: string): number;
  /** Every departure from the official Bot API, with its method. */
  problems(): readonly string[];
  clear(): void;
}

const remembered = 5_000;

export function createCallLog(): CallLog & { add(call: Call): void } {
  let calls: Call[] = [];
  let problems: string[] = [];
  const counts = new Map<string, number>();
  return {
    add(call) {
      calls.push(call);
      if (calls.length >= 2 * remembered) calls = calls.slice(-remembered);
      counts.set(call.method, (counts.get(call.method) ?? 0) + 1);
      if (problems.length < remembered) problems.push(...call.problems.map((problem) => `${call.method}: ${problem}`));
    },
    entries: (method) => (method ? calls.filter((call) => call.method === method) : calls),
    count: (method) =>
      method ? (counts.get(method) ?? 0) : [...counts.values()].reduce((sum, count) => sum + count, 0),
    problems: () => problems,
    clear() {
      calls = [];
      problems = [];
      counts.clear();
    },
  };
}
