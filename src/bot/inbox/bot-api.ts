/** Telegram's Bot API as the bot needs it. Throws `BotApiError` for a refusal and `BotApiUnreachable` without an answer. */
export interface BotApi {
  call(method: string, params: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<unknown>;
}

export interface CallOptions {
  readonly files?: readonly { readonly field: string; readonly name: string; readonly bytes: Uint8Array }[];
  readonly signal?: AbortSignal;
  /** Milliseconds; 15 s when left out. */
  readonly timeLimit?: number;
}

/** Telegram answered and refused. Neither message nor fields hold the token or the parameters. */
export class BotApiError extends Error {
  override readonly name = 'BotApiError';
  readonly code: number;
  readonly description: string;
  /** Seconds. */
  readonly retryAfter: number | undefined;
  /** The chat goes on under this id. */
  readonly migrateTo: number | undefined;

  constructor(code: number, description: string, retryAfter?: number, migrateTo?: number) {
    super(`${code} ${description}`);
    this.code = code;
    this.description = description;
    this.retryAfter = retryAfter;
    this.migrateTo = migrateTo;
  }
}

/** No answer: whether the call took effect is not known. */
export class BotApiUnreachable extends Error {
  override readonly name = 'BotApiUnreachable';
  /** False when there was not even a connection. */
  readonly mayHaveArrived: boolean;

  constructor(message: string, mayHaveArrived = true) {
    super(message);
    this.mayHaveArrived = mayHaveArrived;
  }
}
