// Makes the pictures in a process of its own, so that neither its time nor its memory counts.
import { createSpecimen } from '../../test/bot/reading/synthetic/specimens.ts';
import type { Wanted } from './make-specimens.ts';

process.on('message', ({ grade, seed }: Wanted) => {
  void createSpecimen(grade, seed).then((specimen) => process.send?.(specimen));
});
