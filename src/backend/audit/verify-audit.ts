// Goes through the audit from its first line to its head and says what was changed, removed, moved or cut. Holds one line at a
// time, however long the log is; knows neither where lines nor where exported heads are kept.
import { type AuditLine, type AuditMac, FIRST_MAC } from '../storage/audit-chain.ts';

/** Where the audit ended at some moment. */
export interface AuditHead {
  readonly sequence: number;
  readonly mac: string;
}

export type Finding =
  /** Its MAC is not of its content, place and the line before it: changed, moved, or written without the key. */
  | { readonly kind: 'changed'; readonly at: number }
  /** Its own MAC holds, but the line before it is another one than when it was written. */
  | { readonly kind: 'replaced-before'; readonly at: number }
  | { readonly kind: 'removed'; readonly from: number; readonly to: number }
  /** The log ends before its head says; or its head was set back. */
  | { readonly kind: 'head'; readonly at: number; readonly says: number }
  /** An exported head is beyond the end of the log. */
  | { readonly kind: 'cut'; readonly at: number; readonly exported: number }
  /** The line had another MAC when its head was exported: the log was written anew, by somebody with the key. */
  | { readonly kind: 'rewritten'; readonly at: number }
  /** In the file of exported heads one is before its predecessor: the log was cut and went on. */
  | { readonly kind: 'went-back'; readonly at: number; readonly exported: number };

export interface Verification {
  /** In order of sequence. */
  readonly lines: AsyncIterable<AuditLine>;
  /** What the log itself says of its end. */
  readonly head: AuditHead;
  /** In the order in which they were exported. */
  readonly exported: AsyncIterable<AuditHead>;
  readonly macOf: AuditMac;
}

export interface Verified {
  readonly lines: number;
  readonly exported: number;
}

/** Gives every finding as it comes, and in the end what was looked at. */
export async function* verifyAudit(log: Verification): AsyncGenerator<Finding, Verified> {
  const exported = followExported(log.exported);
  let last: AuditHead = { sequence: 0, mac: FIRST_MAC };
  let lines = 0;
  for await (const line of log.lines) {
    lines += 1;
    yield* judgeLine(line, last, log.macOf);
    yield* exported.upTo(line);
    last = line;
  }
  yield* exported.beyond(last);
  const { sequence, mac } = log.head;
  if (sequence !== last.sequence || mac !== last.mac) yield { kind: 'head', at: last.sequence, says: sequence };
  return { lines, exported: exported.count() };
}

function* judgeLine(line: AuditLine, last: AuditHead, macOf: AuditMac): Generator<Finding> {
  const { sequence } = line;
  const isNext = sequence === last.sequence + 1;
  if (!isNext) yield { kind: 'removed', from: last.sequence + 1, to: sequence - 1 };
  if (macOf(line) !== line.mac) yield { kind: 'changed', at: sequence };
  else if (isNext && line.previous !== last.mac) yield { kind: 'replaced-before', at: sequence };
}

/** The exported heads beside the lines, so that neither has to be kept. */
function followExported(heads: AsyncIterable<AuditHead>) {
  const iterator = heads[Symbol.asyncIterator]();
  let current: AuditHead | undefined;
  let ended = false;
  let greatest = 0;
  let seen = 0;

  const peek = async () => {
    if (current || ended) return current;
    const next = await iterator.next();
    ended = next.done === true;
    current = next.done ? undefined : next.value;
    if (current) seen += 1;
    return current;
  };

  return {
    count: () => seen,
    /** Those of this line; those of lines that are missing before it were found as removed. */
    async *upTo({ sequence, mac }: AuditHead): AsyncGenerator<Finding> {
      for (let head = await peek(); head && head.sequence <= sequence; head = await peek()) {
        if (head.sequence < greatest) yield { kind: 'went-back', at: greatest, exported: head.sequence };
        if (head.sequence === sequence && head.mac !== mac) yield { kind: 'rewritten', at: sequence };
        greatest = Math.max(greatest, head.sequence);
        current = undefined;
      }
    },
    async *beyond({ sequence: end }: AuditHead): AsyncGenerator<Finding> {
      for (let head = await peek(); head; head = await peek()) {
        if (head.sequence > end) yield { kind: 'cut', at: end, exported: head.sequence };
        else yield { kind: 'went-back', at: greatest, exported: head.sequence };
        greatest = Math.max(greatest, head.sequence);
        current = undefined;
      }
    },
  };
}
