import type { Certificates } from '../contract/schemas.ts';
import type { Bytes } from './der.ts';
import { fromPem } from './pem.ts';

/** What goes into a key store, whatever its format. */
export interface KeyEntry {
  /** Friendly name and alias, in lower case as Java has it. */
  readonly name: string;
  /** PKCS#8 without a password. */
  readonly key: Bytes;
  readonly certificate: Bytes;
  /** Upwards, without the root: whoever trusts the root has it, whoever has not must not take it from here. */
  readonly chain: readonly Bytes[];
}

export const createKeyEntry = (domain: string, key: Bytes, { certificate, chain }: Certificates): KeyEntry => ({
  name: domain.toLowerCase(),
  key,
  certificate: fromPem(certificate),
  chain: chain.map(fromPem),
});
