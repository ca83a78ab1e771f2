import type { Journal } from './journal.ts';

const block = 1000;

/** Numbers that never repeat, also after a restart: a block is reserved in the journal before its first is given out. */
export function createSequence(journal: Journal, name: string, first: number): () => number {
  let next = journal.read<number>(`sequence/${name}`) ?? first;
  let limit = next;
  return () => {
    if (next >= limit) {
      limit = next + block;
      journal.put(`sequence/${name}`, limit);
    }
    return next++;
  };
}
