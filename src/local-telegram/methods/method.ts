import type { Parameters } from '../parameters.ts';
import type { World } from '../world.ts';

/** One Bot API method: a result, or a thrown Refusal. The signal tells that the caller is gone. */
export type Method = (call: Parameters, world: World, signal: AbortSignal) => unknown;

export type MethodTable = Readonly<Record<string, Method>>;
