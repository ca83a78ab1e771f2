/** What may be counted and chosen by of a chat: stored in clear, so it holds no name, number or address. */
export interface ChatFacts {
  /** null until it is known what the person reads. */
  readonly language: string | null;
  /** Of the applications submitted here, each once. */
  readonly regions: readonly string[];
  readonly statuses: readonly string[];
  /** ISO 8601: the earliest end of a certificate in use. */
  readonly certificateEndsAt: string | null;
  /** The person wants no notices but the essential ones. */
  readonly noticesOff: boolean;
}
