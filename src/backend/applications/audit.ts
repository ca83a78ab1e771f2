/**
 * One line of the audit: who did what to what. `details` holds codes and counts, never a name, an address, an IIN or an
 * applicant's own words, because the audit outlives the personal data.
 */
export interface AuditEntry {
  readonly at: Date;
  /** `applicant`, `operator:<id>`, `ca`, `clock`, `front-end`. */
  readonly actor: string;
  /** A kebab-case verb in the past: `submitted`, `confirmed`, `signing`, `login-failed`. */
  readonly action: string;
  /** An application's number, an operator's id, or empty. */
  readonly subject: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

export interface Audit {
  /** Throws when it could not be written; then what it tells of must not happen either. */
  append(entry: AuditEntry): Promise<void>;
}
