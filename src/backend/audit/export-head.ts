import type { Clock } from '../../domain/clock.ts';
import type { AuditReading } from '../storage/audit-reading.ts';
import { appendHead } from './exported-heads.ts';
import type { AuditHead } from './verify-audit.ts';

export interface HeadExport {
  readonly reading: AuditReading;
  /** Undefined: only told. */
  readonly file: string | undefined;
  readonly clock: Clock;
  /** For the log, which usually leaves the machine sooner than a file. */
  readonly tell: (head: AuditHead) => void;
}

/** Exports the head when it has moved since the last time. */
export function createHeadExport({ reading, file, clock, tell }: HeadExport): () => Promise<void> {
  let last = '';
  return async () => {
    const head = await reading.head();
    if (head.mac === last) return;
    if (file !== undefined) await appendHead(file, head, clock());
    tell(head);
    last = head.mac;
  };
}
