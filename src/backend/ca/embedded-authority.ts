// A certification authority inside the backend, for trying out and for small installations: its keys are files on the same
// machine (encrypted), it has no OCSP, and no browser trusts its root. A real authority is another adapter of the same port.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { openAuthorityFiles } from './authority-files.ts';
import type { AuthorityRefusal, CertificateAuthority, Prepared } from './certificate-authority.ts';
import type { Addresses, KeyType } from './certificate-body.ts';
import { readIssuer } from './issuer.ts';
import { createRevocationList, type Revocation } from './revocation-list.ts';
import { createSerial } from './serial.ts';
import { makeSignatureElsewhere } from './sign-der.ts';
import { createSigner } from './signer.ts';
import { createSigningThreads } from './signing-threads.ts';
import { createStandIn } from './stand-in.ts';
import type { OtherLint } from './zlint.ts';

/** They share transactions, files and threads; more at once are no faster. */
const AT_ONCE = 64;

export interface EmbeddedSettings {
  /** Made on first start. Whoever has it and the passphrase is the authority. */
  readonly directory: string;
  readonly passphrase: string;
  /** Of the keys made on first start: RSA opens on the oldest systems, P-256 signs faster. */
  readonly keyType?: KeyType;
  /** Written into certificates: they must be served for as long as the certificates are valid. */
  readonly addresses: Addresses;
  /** At most; the law of the day may be shorter. */
  readonly validityDays?: number;
  readonly blockedKeys?: ReadonlySet<string>;
  readonly clock: Clock;
  /** Another linter's opinion on each body, beside our own rules. */
  readonly zlint?: OtherLint | undefined;
  /** Told what zlint found, and of threads that ended. */
  readonly report?: (trouble: string) => void;
}

export interface EmbeddedAuthority extends CertificateAuthority {
  /** What is served at `addresses.issuer`, in DER. */
  readonly issuerCertificate: Uint8Array;
  /** The root in PEM, for whoever wants to trust it. */
  readonly rootCertificate: string;
  /** What is served at `addresses.revocationList`, in DER; to be made anew at each revocation, and daily. */
  createRevocationList(revoked: readonly Revocation[]): Promise<Uint8Array>;
  close(): Promise<void>;
}

export async function openEmbeddedAuthority(settings: EmbeddedSettings): Promise<EmbeddedAuthority> {
  const { clock, directory, passphrase, addresses, blockedKeys, validityDays, keyType = 'rsa-3072' } = settings;
  const { root, issuing, issuingKey } = await openAuthorityFiles({
    directory,
    passphrase,
    keyType,
    at: clock(),
    createSerial,
  });
  const files = { root: root.raw, issuing: issuing.raw, issuingKey, register: join(directory, 'issued') };
  const signing = { ...files, validityDays, blockedKeys };
  const signer = createSigner(signing, makeSignatureElsewhere);
  const threads = createSigningThreads(signer.sign, signing, { report: settings.report });

  const issuer = readIssuer(issuing, issuingKey);
  const standIn = createStandIn(issuer.keyType);
  const askZlint = async ({ bytes }: Prepared): Promise<AuthorityRefusal | undefined> => {
    const found = (await settings.zlint?.(await standIn(bytes))) ?? [];
    if (found.length === 0) return undefined;
    settings.report?.(`zlint: ${found.join(', ')}`);
    return 'zlint-error';
  };

  /** What this process has just checked, with the digest of its bytes: nobody can have signed it before its first `issue`. */
  const checkedHere = new WeakMap<Prepared, string>();
  const isFresh = (prepared: Prepared): boolean => {
    const digest = checkedHere.get(prepared);
    checkedHere.delete(prepared);
    return digest === digestOf(prepared);
  };

  return {
    name: 'embedded',
    atOnce: AT_ONCE,
    issuerCertificate: issuing.raw,
    rootCertificate: root.toString(),
    find: signer.find,
    prepare: async (request) => {
      const prepared = signer.prepare({ ...request, at: clock(), addresses });
      if ('because' in prepared) return prepared;
      const finding = await askZlint(prepared.value);
      if (finding) return { because: finding };
      checkedHere.set(prepared.value, digestOf(prepared.value));
      return prepared;
    },
    issue: async (prepared) => {
      if (!isFresh(prepared)) {
        const standing = await signer.find(prepared);
        if (standing.kind !== 'absent') return standing;
        const because = signer.recheck(prepared) ?? (await askZlint(prepared));
        if (because) return { kind: 'refused', because };
      }
      return threads.sign(prepared);
    },
    createRevocationList: (revoked) => createRevocationList(revoked, { issuer, key: issuingKey, at: clock() }),
    close: threads.close,
  };
}

const digestOf = ({ csr, bytes, serial, domain }: Prepared): string =>
  createHash('sha256').update(`${serial} ${domain} `).update(csr).update(bytes).digest('base64');
