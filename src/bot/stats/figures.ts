/** What is counted, and how it stands now. `day` is the calendar day in Kazakhstan, `2026-11-22`. */
export interface Figures {
  /** Both ends count. */
  readonly from: string;
  readonly to: string;
  /** What happened how often; days and names without any are left out. */
  readonly counts: readonly { readonly day: string; readonly name: string; readonly count: number }[];
  readonly chats: number;
  readonly blocked: number;
  readonly openTickets: number;
  readonly waitingTickets: number;
  /** Of the questions that were asked in these days. */
  readonly answers: {
    readonly withinHour: number;
    readonly withinDay: number;
    readonly later: number;
    readonly unanswered: number;
    /** Seconds; undefined while none is answered. */
    readonly medianSeconds: number | undefined;
  };
}

export interface FigureBooks {
  read(from: string, to: string): Promise<Figures>;
}
