import type { ProblemCode, SubmittedField } from '../../contract/problems.ts';

/** Why a use case did not do what was asked, in the words of the contract. */
export interface Refusal {
  readonly because: ProblemCode;
  readonly field?: SubmittedField;
  /** The finer code. */
  readonly reason?: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

export type Outcome<Value> = { readonly value: Value } | Refusal;
