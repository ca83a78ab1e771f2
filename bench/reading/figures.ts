import { type Grade, grades } from '../../test/bot/reading/synthetic/shot.ts';
import type { Specimen } from '../../test/bot/reading/synthetic/specimens.ts';

export interface Read {
  readonly specimen: Pick<Specimen, 'name' | 'grade'>;
  readonly outcome: 'right' | 'wrong' | string;
  /** Shown masked and taken with one "yes"; otherwise the applicant compares every digit. */
  readonly isProven: boolean;
  readonly ms: number;
}

export function report(reads: readonly Read[]): void {
  for (const grade of grades) line(grade, ofGrade(reads, grade));
  line('all', reads);
}

const ofGrade = (reads: readonly Read[], grade: Grade) => reads.filter(({ specimen }) => specimen.grade === grade);

export function line(name: string, reads: readonly Read[]): void {
  const right = reads.filter(({ outcome }) => outcome === 'right').length;
  const wrong = reads.filter(({ outcome }) => outcome === 'wrong');
  const accepted = wrong.filter(({ isProven }) => isProven).length;
  console.log(
    `${name.padEnd(6)} ${right} of ${reads.length} read (${((right / reads.length) * 100).toFixed(1)} %), ` +
      `accepted wrongly ${accepted}, shown wrongly for comparison ${wrong.length - accepted}; ` +
      spread(reads.map(({ ms }) => ms)),
  );
}

export function spread(times: readonly number[]): string {
  const sorted = [...times].sort((one, other) => one - other);
  const part = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0);
  return `median ${part(0.5)} ms, p95 ${part(0.95)} ms, p99 ${part(0.99)} ms, max ${part(1)} ms`;
}
