// The revocation list as it is served: signed anew when something was revoked, and daily. In between everybody gets the same
// one, so that nobody can keep the authority's key busy.
import type { Clock } from '../../domain/clock.ts';
import type { Revocation } from './revocation-list.ts';

export interface RevocationBooks {
  /** Another one whenever `revoked` says something else. */
  revision(): Promise<string>;
  revoked(): Promise<readonly Revocation[]>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** In DER. */
export function keepRevocationList(
  { revision, revoked }: RevocationBooks,
  sign: (revoked: readonly Revocation[]) => Promise<Uint8Array>,
  clock: Clock,
): () => Promise<Uint8Array> {
  let kept: { readonly revision: string; readonly madeAt: number; readonly list: Uint8Array } | undefined;
  let making: Promise<Uint8Array> | undefined;

  const make = async () => {
    const [current, now] = [await revision(), clock().getTime()]; // before the books, which may grow meanwhile
    if (kept?.revision === current && Math.abs(now - kept.madeAt) < DAY_MS) return kept.list;
    const list = await sign(await revoked());
    kept = { revision: current, madeAt: now, list };
    return list;
  };

  return () => {
    making ??= make().finally(() => {
      making = undefined;
    });
    return making;
  };
}
