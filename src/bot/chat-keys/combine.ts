// Key and certificate become a key store in a thread of its own: PKCS#12's hundred thousand hashes are JavaScript. With the thread
// goes its memory, and the key with it.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { buildJavaKeyStore } from '../../certificate-files/java-key-store.ts';
import { createKeyEntry } from '../../certificate-files/key-entry.ts';
import { openKeyFile } from '../../certificate-files/key-file.ts';
import { fitsCertificate } from '../../certificate-files/key-of-certificate.ts';
import { fromPem } from '../../certificate-files/pem.ts';
import { buildPkcs12 } from '../../certificate-files/pkcs12.ts';
import type { CombineRefusal, KeyStoreParts } from '../conversation/chat-keys.ts';

export type Combined = { readonly value: Uint8Array } | { readonly because: CombineRefusal };
export type CombineParts = KeyStoreParts & { readonly now: Date };

/** @public The thread calls it. */
export async function combine({ keyFile, password, domain, certificates, as, now }: CombineParts): Promise<Combined> {
  const key = await openKeyFile(keyFile, password);
  if ('because' in key) {
    return { because: key.because === 'key-file-password' ? 'key-file-password' : 'key-file-wrong' };
  }
  try {
    if (!(await fitsCertificate(key.value, fromPem(certificates.certificate)))) return { because: 'key-other' };
    const entry = createKeyEntry(domain, key.value, certificates);
    return {
      value: as === 'jks' ? buildJavaKeyStore(entry, password, now) : await buildPkcs12(entry, password, 'aes-256'),
    };
  } finally {
    key.value.fill(0);
  }
}

/** Rejects when the thread dies or takes too long. */
export async function combineInThread(parts: CombineParts): Promise<Combined> {
  const thread = new Worker(new URL('./combine-thread.mjs', import.meta.url), {
    execArgv: [],
    workerData: parts,
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  });
  try {
    // `once` rejects on 'error'.
    const [combined] = await once(thread, 'message', { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
    return combined as Combined;
  } finally {
    await thread.terminate();
  }
}

const TIME_LIMIT_MS = 45_000;
