import type { Iin } from '../../../domain/iin.ts';

/**
 * `isProven`: so much agrees that nobody needs to compare. `foreign`: a whole zone, but of another state's document.
 * `unreadable`: no zone, or its check digits do not hold.
 */
export type ZoneReading =
  | { readonly value: Iin; readonly isProven: boolean }
  | { readonly because: 'foreign' | 'unreadable' };
