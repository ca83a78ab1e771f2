// A certification authority inside the backend, for trying out and for small installations: its keys are files on the same
// machine (encrypted), it has no OCSP, and no browser trusts its root. A real authority is another adapter of the same port.
import { createHash, type X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type CheckedCsr, checkCsr } from '../../csr/check-csr.ts';
import type { Clock } from '../../domain/clock.ts';
import { openAuthorityFiles } from './authority-files.ts';
import type { AuthorityRefusal, CertificateAuthority, Prepared, Signing } from './certificate-authority.ts';
import { type Addresses, createSubscriberBody, type KeyType } from './certificate-body.ts';
import { openIssuedRegister } from './issued-register.ts';
import { readIssuerIdentity } from './issuer.ts';
import { lint } from './lint.ts';
import { subscriberValidity } from './profile.ts';
import { createRevocationList, type Revocation } from './revocation-list.ts';
import { createSerial } from './serial.ts';
import { keyTypeOf, signDer, toPem } from './sign-der.ts';
import { createStandIn } from './stand-in.ts';
import { judgeIssued } from './verify-issued.ts';
import type { OtherLint } from './zlint.ts';

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
  /** Told what it found. */
  readonly report?: (trouble: string) => void;
}

export interface EmbeddedAuthority extends CertificateAuthority {
  /** What is served at `addresses.issuer`, in DER. */
  readonly issuerCertificate: Uint8Array;
  /** The root in PEM, for whoever wants to trust it. */
  readonly rootCertificate: string;
  /** What is served at `addresses.revocationList`, in DER; to be made anew at each revocation, and daily. */
  createRevocationList(revoked: readonly Revocation[]): Promise<Uint8Array>;
}

export async function openEmbeddedAuthority(settings: EmbeddedSettings): Promise<EmbeddedAuthority> {
  const { clock, directory, passphrase, addresses, blockedKeys, keyType = 'rsa-3072' } = settings;
  const files = await openAuthorityFiles({ directory, passphrase, keyType, at: clock(), createSerial });
  const { root, issuing, issuingKey } = files;
  const register = openIssuedRegister(join(directory, 'issued'));
  const identity = readIssuerIdentity(issuing);
  const issuer = { ...identity, spki: exportSpki(issuing), keyType: keyTypeOf(issuingKey) };

  const subscriberBody = createSubscriberBody(issuer, addresses);
  const standIn = createStandIn(issuer.keyType);
  const refuse = async (prepared: Prepared, { spki, key }: CheckedCsr): Promise<AuthorityRefusal | undefined> => {
    const approved = { ...prepared, spki, rsa: key.type === 'rsa', at: prepared.preparedAt, issuer: identity };
    const finding = lint(prepared.bytes, approved);
    if (finding || !settings.zlint) return finding;
    const found = await settings.zlint(await standIn(prepared.bytes));
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
  const recheck = async (prepared: Prepared): Promise<AuthorityRefusal | undefined> => {
    const checked = checkCsr(prepared.csr, { domain: prepared.domain, ...(blockedKeys && { blockedKeys }) });
    return 'because' in checked ? checked.because : refuse(prepared, checked.value);
  };

  const find = async (prepared: Prepared): Promise<Signing> => {
    const standing = await register.find(prepared.serial);
    return standing ? judgeIssued(standing, { prepared, issuing, root, at: prepared.preparedAt }) : { kind: 'absent' };
  };

  return {
    name: 'embedded',
    issuerCertificate: issuing.raw,
    rootCertificate: root.toString(),
    find,
    prepare: async ({ csr, domain }) => {
      const checked = checkCsr(csr, { domain, ...(blockedKeys && { blockedKeys }) });
      if ('because' in checked) return checked;
      const [serial, preparedAt] = [createSerial(), clock()];
      const { spki, key } = checked.value;
      const validity = subscriberValidity(preparedAt, settings.validityDays);
      const bytes = subscriberBody({ serial, ...validity, domain, spki, rsa: key.type === 'rsa' });
      const prepared = { csr: checked.value.der, domain, serial, bytes, preparedAt };
      const finding = await refuse(prepared, checked.value);
      if (finding) return { because: finding };
      checkedHere.set(prepared, digestOf(prepared));
      return { value: prepared };
    },
    issue: async (prepared) => {
      if (!isFresh(prepared)) {
        const standing = await find(prepared);
        if (standing.kind !== 'absent') return standing;
        const because = await recheck(prepared);
        if (because) return { kind: 'refused', because };
      }
      const signed = toPem('CERTIFICATE', await signDer(prepared.bytes, issuingKey));
      const kept = await register.add(prepared.serial, signed);
      return judgeIssued(kept, { prepared, issuing, root, at: prepared.preparedAt });
    },
    createRevocationList: (revoked) => createRevocationList(revoked, { issuer, key: issuingKey, at: clock() }),
  };
}

const digestOf = ({ csr, bytes, serial, domain }: Prepared): string =>
  createHash('sha256').update(`${serial} ${domain} `).update(csr).update(bytes).digest('base64');

const exportSpki = ({ publicKey }: X509Certificate): Buffer => publicKey.export({ type: 'spki', format: 'der' });
