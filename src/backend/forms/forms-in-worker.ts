import { Worker } from 'node:worker_threads';
import type { FormContent, Forms } from '../applications/form-requests.ts';

export interface FormsInWorker extends Forms {
  /** Forms being made are given up. */
  close(): Promise<void>;
}

export interface FormRequest {
  readonly id: number;
  readonly kind: keyof Forms;
  readonly content: FormContent;
}
export type FormAnswer =
  | { readonly id: number; readonly file: Uint8Array }
  | { readonly id: number; readonly error: string };

interface Waiting {
  readonly resolve: (file: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** The same forms, made one after the other in a thread that starts with the first request and again after it has died. */
export function createFormsInWorker(): FormsInWorker {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;

  const giveUp = (because: string) => {
    const asked = [...waiting.values()];
    worker = undefined;
    waiting.clear();
    for (const { reject } of asked) reject(new Error(because));
  };
  const take = (answer: FormAnswer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker?.unref();
    if ('file' in answer) asked?.resolve(answer.file);
    else asked?.reject(new Error(answer.error));
  };
  const request = (kind: keyof Forms, content: FormContent): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      worker ??= startWorker(take, giveUp);
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, kind, content } satisfies FormRequest);
    });

  return {
    pdf: (content) => request('pdf', content),
    png: (content) => request('png', content),
    async close() {
      const stopped = worker;
      giveUp('the form worker was stopped');
      await stopped?.terminate();
    },
  };
}

function startWorker(take: (answer: FormAnswer) => void, giveUp: (because: string) => void): Worker {
  const worker = new Worker(new URL('./start-form-worker.js', import.meta.url), { execArgv: [] });
  worker.on('message', take);
  worker.on('error', (error) => giveUp(`the form worker failed: ${error.name}`));
  return worker;
}
