// What the page says to the server. Everything it ever sends is in these three requests.
import { toBase64 } from '../certificate-files/pem.ts';
import type { Certificates } from '../contract/schemas.ts';
import type { Language } from '../domain/language.ts';

interface ForDomain {
  readonly language: Language;
  /** In ASCII. */
  readonly domain: string;
  /** As people read it. */
  readonly readable: string;
  readonly storage: 'this-device' | 'java-key-store';
  readonly used: boolean;
}
export type MakeKeyLink = ForDomain & { readonly purpose: 'make-key' };
export type FinishLink = ForDomain & {
  readonly purpose: 'finish';
  readonly number: string;
  readonly certificates: Certificates;
};

const refusals = ['link-unknown', 'link-used', 'question-closed', 'csr-refused', 'set-up-refused'] as const;
export type Refusal = (typeof refusals)[number] | 'unreachable';
export type Answered<Value> = { readonly value: Value } | { readonly because: Refusal };

export interface Server {
  readLink(): Promise<Answered<MakeKeyLink | FinishLink>>;
  sendRequest(csr: Uint8Array): Promise<Answered<unknown>>;
  confirmSetUp(): Promise<Answered<unknown>>;
}

const TIME_LIMIT_MS = 30_000;

export const createServer = (token: string): Server => ({
  readLink: () => post('link', { token }),
  sendRequest: (csr) => post('csr', { token, csr: toBase64(csr) }),
  confirmSetUp: () => post('set-up', { token }),
});

async function post<Value>(path: string, body: object): Promise<Answered<Value>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    const answer = await response.json();
    if (response.ok) return { value: answer };
    return { because: refusals.find((refusal) => refusal === answer.because) ?? 'unreachable' };
  } catch {
    return { because: 'unreachable' };
  }
}
