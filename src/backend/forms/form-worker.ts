// The thread in which forms are made.
import { parentPort } from 'node:worker_threads';
import { createTranslate } from '../../messages/messages.ts';
import { createForms } from './forms.ts';
import type { FormAnswer, FormRequest } from './forms-in-worker.ts';

const forms = createForms(createTranslate());

parentPort?.on('message', ({ kind, content }: FormRequest) => {
  const answer = (body: FormAnswer) => parentPort?.postMessage(body);
  forms[kind](content).then(
    (file) => answer({ file }),
    // The message of an error could repeat what the form says.
    (error: unknown) => answer({ error: `the form was not made: ${(error as Error).name}` }),
  );
});
