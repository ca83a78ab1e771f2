import { Worker } from 'node:worker_threads';
import type { FormContent, Forms } from '../applications/form-requests.ts';

export interface FormsInWorker extends Forms {
  /** For what nobody waits for, such as letters: made when no other form is wanted. */
  readonly unhurried: Forms;
  /** Forms being made are given up. */
  close(): Promise<void>;
}

export interface FormRequest {
  readonly kind: keyof Forms;
  readonly content: FormContent;
}
export type FormAnswer = { readonly file: Uint8Array } | { readonly error: string };

interface Wanted extends FormRequest {
  readonly resolve: (file: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** The same forms, made one after the other in a thread that starts with the first request and again after it has died. */
export function createFormsInWorker(): FormsInWorker {
  const hurried: Wanted[] = [];
  const unhurried: Wanted[] = [];
  let inHand: Wanted | undefined;
  let worker: Worker | undefined;

  const giveUp = (because: string) => {
    const wanted = [...(inHand ? [inHand] : []), ...hurried.splice(0), ...unhurried.splice(0)];
    inHand = undefined;
    worker = undefined;
    for (const { reject } of wanted) reject(new Error(because));
  };
  const take = (from: Worker, answer: FormAnswer) => {
    if (from !== worker) return; // it was given up: what it still says is not what is in hand now
    if ('file' in answer) inHand?.resolve(answer.file);
    else inHand?.reject(new Error(answer.error));
    inHand = undefined;
    makeNext();
  };
  const makeNext = () => {
    if (inHand) return;
    inHand = hurried.shift() ?? unhurried.shift();
    if (!inHand) return void worker?.unref();
    worker ??= startWorker(take, giveUp);
    worker.ref();
    worker.postMessage({ kind: inHand.kind, content: inHand.content } satisfies FormRequest);
  };
  const formsOf = (queue: Wanted[]): Forms => {
    const want = (kind: keyof Forms) => (content: FormContent) =>
      new Promise<Uint8Array>((resolve, reject) => {
        queue.push({ kind, content, resolve, reject });
        makeNext();
      });
    return { pdf: want('pdf'), png: want('png') };
  };

  return {
    ...formsOf(hurried),
    unhurried: formsOf(unhurried),
    async close() {
      const stopped = worker;
      giveUp('the form worker was stopped');
      await stopped?.terminate();
    },
  };
}

function startWorker(take: (from: Worker, answer: FormAnswer) => void, giveUp: (because: string) => void): Worker {
  const worker = new Worker(new URL('./start-form-worker.js', import.meta.url), { execArgv: [] });
  worker.on('message', (answer: FormAnswer) => take(worker, answer));
  worker.on('error', (error) => giveUp(`the form worker failed: ${error.name}`));
  return worker;
}
