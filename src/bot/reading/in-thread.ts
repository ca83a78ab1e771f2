// Runs in the thread: one task after the other. Nothing of a picture outlives its task.
import { parentPort } from 'node:worker_threads';
import { lookThrough, lookThroughPdf } from './look-through.ts';
import { decode } from './picture/decode.ts';
import type { Answer, Outcomes, Task, Wanted } from './pool.ts';
import { readCard } from './read-card.ts';
import { readForm, readPdfForm } from './read-form.ts';
import { createRecogniser, type PageRecogniser } from './recognise.ts';

let started: Promise<PageRecogniser> | undefined;
const recogniser = () => {
  started ??= createRecogniser();
  return started;
};

const answer = (message: Answer) => parentPort?.postMessage(message);

parentPort?.on('message', (task: Task) => {
  void read(task).then(
    (outcome) => answer({ outcome }),
    (error: unknown) => answer({ error: error instanceof Error ? error.name : 'unknown' }),
  );
});

async function read({ wanted, content, bytes }: Task): Promise<Outcomes[Wanted]> {
  if (content === 'pdf') {
    return wanted === 'shown' ? lookThroughPdf(bytes, await recogniser()) : readPdfForm(bytes, recogniser);
  }
  const picture = await decode(bytes);
  if (!picture) return { because: 'damaged' };
  switch (wanted) {
    case 'card':
      return readCard(picture, await recogniser());
    case 'form':
      return readForm(picture, recogniser);
    case 'shown':
      return { value: await lookThrough(picture, await recogniser()) };
  }
}
