import { badRequest } from '../refusal.ts';

export function badEntities(reason: string): Error {
  return badRequest(`can't parse entities: ${reason}`);
}

/** Telegram counts places in the UTF-8 source. */
export function byteOffset(source: string, at: number): number {
  return Buffer.byteLength(source.slice(0, at));
}
