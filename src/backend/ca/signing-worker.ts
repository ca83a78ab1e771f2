// A thread in which certificates are signed.
import { parentPort, workerData } from 'node:worker_threads';
import { makeSignatureHere } from './sign-der.ts';
import { createSigner, type SignerSettings } from './signer.ts';
import type { SigningAnswer, SigningTask } from './signing-threads.ts';

const { sign } = createSigner(workerData as SignerSettings, makeSignatureHere);

parentPort?.on('message', ({ id, prepared }: SigningTask) => {
  const answer = (body: SigningAnswer) => parentPort?.postMessage(body);
  sign(prepared).then(
    (signing) => answer({ id, signing }),
    // Its message could repeat paths of this machine.
    ({ name, code = '' }: NodeJS.ErrnoException) => answer({ id, error: `${name} ${code}` }),
  );
});
parentPort?.postMessage('ready');
