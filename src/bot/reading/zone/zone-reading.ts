import type { Iin } from '../../../domain/iin.ts';

/** `foreign`: a whole zone, but of another state's document. `unreadable`: no zone, or its check digits do not hold. */
export type ZoneReading = { readonly value: Iin } | { readonly because: 'foreign' | 'unreadable' };
