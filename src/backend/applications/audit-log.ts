import type { AuditEntry } from './audit.ts';

export interface AuditLogLine extends Required<AuditEntry> {
  readonly sequence: number;
}

/** The port to reading the audit; showing it is for people, checking it is `npm run audit -- verify`. */
export interface AuditLog {
  /** Newest first; `before` is the sequence of the last line seen, `subject` a whole number of an application or a name. */
  read(page: {
    readonly before?: number | undefined;
    readonly subject?: string | undefined;
    readonly limit: number;
  }): Promise<readonly AuditLogLine[]>;
}
