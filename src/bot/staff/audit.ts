/** What the staff did and what others tried. Only ever grows; codes and ids, never words that somebody wrote. */
export interface StaffAudit {
  /** The same key with the same action is recorded once. */
  record(entry: AuditEntry): Promise<void>;
}

export interface AuditEntry {
  /** Of the event that led to it. */
  readonly key: string;
  /** Telegram's user id. */
  readonly actor: number;
  /** Lower-case letters, digits, dashes: `refused`, `broadcast-started`, `ticket-closed`. */
  readonly action: string;
  /** Whom or what it is about: `user:710000009`, `broadcast:12`. */
  readonly subject?: string;
  /** A code, such as a role or the command that was refused. */
  readonly detail?: string;
}
