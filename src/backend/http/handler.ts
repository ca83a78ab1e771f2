import type { z } from 'zod';
import type { Answer } from '../../contract/client.ts';
import type { RouteName, routes } from '../../contract/routes.ts';
import type { Outcome } from '../applications/refusal.ts';

type Output<Value, Key extends string> = Value extends { readonly [K in Key]: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

/** A request after its headers, query and body have been judged by the route's schemas. */
export interface Call<Name extends RouteName> {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Output<(typeof routes)[Name], 'query'>;
  readonly body: Output<(typeof routes)[Name], 'body'>;
  readonly owner: (typeof routes)[Name] extends { owner: 'required' } ? string : string | undefined;
  /** Empty where the route takes none. */
  readonly idempotencyKey: string;
  /** Who is counted when no owner is named. */
  readonly client: string;
  /** Aborts when the caller hangs up or the server closes. */
  readonly signal: AbortSignal;
}

export type Handlers = {
  readonly [Name in RouteName]: (call: Call<Name>) => Promise<Outcome<Answer<Name>>>;
};
