import { z } from 'zod';
import { checkCsr } from '../../../csr/check-csr.ts';
import { type Message, message } from '../../../messages/message.ts';
import type { Draft } from '../answers.ts';
import { type Reply, step } from '../step.ts';

/** `openssl` writes at most this much for the largest key that is accepted, ten times over. */
const MAX_BYTES = 16 * 1024;
/** Telegram's limit for a button that copies. */
const MAX_COPY = 256;

/** RFC 5280, ub-common-name: openssl refuses a longer one, so the name is in subjectAltName alone. */
const MAX_COMMON_NAME = 64;

const commandFor = (domain: string) => {
  const file = domain.replace('*', '_wildcard');
  const subject = domain.length > MAX_COMMON_NAME ? '/' : `/CN=${domain}`;
  return `openssl req -new -newkey rsa:2048 -sha256 -keyout ${file}.key -out ${file}.csr -subj "${subject}" -addext "subjectAltName=DNS:${domain}"`;
};

/** The applicant's own certificate signing request: a file (PEM or DER) or pasted text. */
export const csr = step({
  name: 'csr',
  when: ({ 'key-storage': keyStorage = 'own-csr' }) => keyStorage === 'own-csr',
  stored: z.object({ pem: z.string().max(MAX_BYTES), key: z.string() }),
  ask({ domain }) {
    const command = commandFor(domain?.ascii ?? '');
    return {
      text: message('csr.ask', { command, domain: domain?.unicode ?? '' }),
      ...(command.length <= MAX_COPY && { copy: { label: message('csr.copy-command'), text: command } }),
    };
  },
  async parse(reply, draft) {
    const received = await read(reply);
    if ('because' in received) return received;
    const checked = checkCsr(received.value, { domain: domainOf(draft) });
    if ('because' in checked) {
      const because = message(`csr.${checked.because}`, checked.values);
      return checked.because === 'csr-private-key' ? { because, secret: true } : { because };
    }
    return { value: { pem: checked.value.pem, key: describeKey(checked.value.key) } };
  },
  summary: ({ key }) => message('csr.summary', { key }),
});

const domainOf = ({ domain }: Draft): string => domain?.ascii ?? '';

async function read(reply: Reply): Promise<{ value: string | Uint8Array } | { because: Message }> {
  if (reply.kind === 'text') return { value: reply.text };
  if (reply.kind !== 'file') return { because: message('csr.send-it') };
  if (reply.file.size > MAX_BYTES) return { because: message('csr.csr-too-large') };
  try {
    return { value: await reply.file.bytes() };
  } catch {
    return { because: message('csr.not-fetched') };
  }
}

const describeKey = (key: { type: 'rsa'; bits: number } | { type: 'ec'; curve: string }): string =>
  key.type === 'rsa' ? `RSA ${key.bits}` : `ECDSA ${key.curve}`;
