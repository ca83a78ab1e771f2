// What is measured in a round, and how the rounds are told.
export interface Round {
  readonly perSecond: number;
  readonly cpu: number;
  readonly serverCpu: number;
  /** The same three at the steady rate, where nothing can be done in one go. */
  readonly calmCpu: number;
  readonly calmServerCpu: number;
  readonly calmStatements: number;
  readonly p50: number;
  readonly p99: number;
  readonly othersP99: number;
  readonly rss: number;
  readonly statements: number;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const columns: readonly [keyof Round, string, number][] = [
  ['perSecond', 'updates/s', 0],
  ['cpu', 'CPU us/update', 0],
  ['serverCpu', 'PostgreSQL us/update', 0],
  ['statements', 'statements/update', 2],
  ['calmCpu', 'CPU us/update, one by one', 0],
  ['calmServerCpu', 'PostgreSQL us, one by one', 0],
  ['calmStatements', 'statements, one by one', 2],
  ['p50', 'p50 ms', 1],
  ['p99', 'p99 ms', 1],
  ['othersP99', 'p99 ms beside a slow chat', 1],
  ['rss', 'RSS MB', 0],
];

/** Median and range of the rounds. */
export function print(contenders: readonly { readonly label: string; readonly results: readonly Round[] }[]): void {
  for (const { label, results } of contenders) {
    console.log(label);
    for (const [key, title, digits] of columns) {
      const values = results.map((result) => result[key]);
      const [middle, low, high] = [quantile(values, 0.5), Math.min(...values), Math.max(...values)];
      if (high === 0) continue;
      console.log(`  ${title.padEnd(28)}${middle.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`);
    }
  }
}
