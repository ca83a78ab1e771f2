// Keys that the bot makes itself, the last resort. Keeps nothing: no file, no log, no cache. Heavy work is never on the event loop.
import { availableParallelism } from 'node:os';
import { fileName } from '../../certificate-files/file-name.ts';
import { makeKey } from '../../certificate-files/key-pair.ts';
import { toPem } from '../../certificate-files/pem.ts';
import type { Clock } from '../../domain/clock.ts';
import type { KeyMaker } from '../conversation/chat-keys.ts';
import { createSlots } from '../inbox/slots.ts';
import { combineInThread } from './combine.ts';

/** More would only wait for a processor; one is left to the event loop. */
const AT_ONCE = Math.max(1, availableParallelism() - 1);

export function createKeyMaker(clock: Clock): KeyMaker {
  const slots = createSlots(AT_ONCE);
  return {
    // Node's WebCrypto makes and encrypts keys in its own threads.
    make: (domain, password) =>
      slots(async () => {
        const { csr, keyFile } = await makeKey('rsa-2048', domain, password);
        return { pem: toPem('CERTIFICATE REQUEST', csr), key: 'RSA 2048', keyFile };
      }),
    combine: (parts) =>
      slots(async () => {
        const combined = await combineInThread({ ...parts, now: clock() });
        return 'because' in combined
          ? combined
          : { value: { name: fileName(parts.domain, parts.as), bytes: combined.value } };
      }),
  };
}
