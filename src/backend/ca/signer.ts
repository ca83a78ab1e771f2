// What the embedded authority does for each certificate: check, body, lint, signature, register, verification. Its settings can be
// sent to another thread.
import { type KeyObject, X509Certificate } from 'node:crypto';
import { type CheckedCsr, checkCsr } from '../../csr/check-csr.ts';
import type { AuthorityRefusal, CertificateRequest, Prepared, Signing } from './certificate-authority.ts';
import { type Addresses, createSubscriberBody } from './certificate-body.ts';
import { openIssuedRegister } from './issued-register.ts';
import { readIssuer } from './issuer.ts';
import { lint } from './lint.ts';
import { subscriberValidity } from './profile.ts';
import { createSerial } from './serial.ts';
import { type MakeSignature, signDer, toPem } from './sign-der.ts';
import { judgeIssued } from './verify-issued.ts';

export interface SignerSettings {
  /** In DER. */
  readonly root: Uint8Array;
  readonly issuing: Uint8Array;
  readonly issuingKey: KeyObject;
  /** Of the register of what was signed. */
  readonly register: string;
  /** At most; the law of the day may be shorter. */
  readonly validityDays?: number | undefined;
  readonly blockedKeys?: ReadonlySet<string> | undefined;
}

export interface WantedBody extends CertificateRequest {
  readonly at: Date;
  readonly addresses: Addresses;
}

export interface Signer {
  /** Checked and linted; nothing is signed yet. */
  prepare(wanted: WantedBody): { readonly value: Prepared } | { readonly because: AuthorityRefusal };
  /** Checks and lints again what may have been prepared by another version of this program, or under other rules. */
  recheck(prepared: Prepared): AuthorityRefusal | undefined;
  /** Signs, writes the certificate to the register, and judges what stands there. */
  sign(prepared: Prepared): Promise<Signing>;
  /** What stands in the register. */
  find(prepared: Prepared): Promise<Signing>;
}

export function createSigner(settings: SignerSettings, makeSignature: MakeSignature): Signer {
  const { issuingKey, blockedKeys, validityDays } = settings;
  const [root, issuing] = [new X509Certificate(settings.root), new X509Certificate(settings.issuing)];
  const register = openIssuedRegister(settings.register);
  const issuer = readIssuer(issuing, issuingKey);
  const subscriberBody = createSubscriberBody(issuer);

  const check = (csr: Uint8Array, domain: string) => checkCsr(csr, { domain, ...(blockedKeys && { blockedKeys }) });
  const findingOf = (prepared: Prepared, { spki, key }: CheckedCsr) =>
    lint(prepared.bytes, { ...prepared, spki, rsa: key.type === 'rsa', at: prepared.preparedAt, issuer });
  const judge = (certificate: string, prepared: Prepared) =>
    judgeIssued(certificate, { prepared, issuing, root, at: prepared.preparedAt });

  return {
    prepare({ csr, domain, at, addresses }) {
      const checked = check(csr, domain);
      if ('because' in checked) return checked;
      const serial = createSerial();
      const { spki, key, der } = checked.value;
      const subscriber = { serial, ...subscriberValidity(at, validityDays), domain, spki, rsa: key.type === 'rsa' };
      const bytes = subscriberBody(subscriber, addresses);
      const prepared = { csr: der, domain, serial, bytes, preparedAt: at };
      const finding = findingOf(prepared, checked.value);
      return finding ? { because: finding } : { value: prepared };
    },
    async sign(prepared) {
      const signed = toPem('CERTIFICATE', await signDer(prepared.bytes, issuingKey, makeSignature));
      return judge(await register.add(prepared.serial, signed), prepared);
    },
    recheck(prepared) {
      const checked = check(prepared.csr, prepared.domain);
      return 'because' in checked ? checked.because : findingOf(prepared, checked.value);
    },
    async find(prepared) {
      const standing = await register.find(prepared.serial);
      return standing ? judge(standing, prepared) : { kind: 'absent' };
    },
  };
}
