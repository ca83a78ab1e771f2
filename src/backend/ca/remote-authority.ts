// What the adapters to authorities elsewhere have in common: our checks before anything is sent, our verdict on what comes back.
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type CheckedCsr, checkCsr } from '../../csr/check-csr.ts';
import type { Clock } from '../../domain/clock.ts';
import type {
  AuthorityRefusal,
  CertificateAuthority,
  CertificateRequest,
  Prepared,
  Revoker,
  Signing,
} from './certificate-authority.ts';
import { createSerial } from './serial.ts';
import { judgeIssued } from './verify-issued.ts';

export interface RemoteSettings {
  /** PEM. What is issued must lead to it. */
  readonly rootFile: string;
  /** PEM. Whose key signs; undefined: the root's. */
  readonly issuingFile: string | undefined;
  /** PEM. Whom alone to believe when the authority is reached over https; undefined: the root. */
  readonly tlsRootFile?: string | undefined;
  readonly blockedKeys?: ReadonlySet<string>;
  readonly clock: Clock;
  /** Told what keeps the authority from signing although nothing is wrong with the application. Never a secret. */
  readonly report: (trouble: string) => void;
  /** Milliseconds for one exchange; 10 s when left out. With everything else it must stay below the lease of a signing. */
  readonly timeLimit?: number;
}

export const DEFAULT_TIME_LIMIT_MS = 10_000;
/** Small authorities sign a few in a second. */
const AT_ONCE = 16;

export interface AuthorityCertificates {
  readonly root: X509Certificate;
  readonly issuing: X509Certificate;
  /** PEM: for TLS. */
  readonly trusted: string;
}

/** Throws when one is missing, or the second is not of the first. */
export async function readAuthorityCertificates(
  settings: Pick<RemoteSettings, 'rootFile' | 'issuingFile' | 'tlsRootFile'>,
): Promise<AuthorityCertificates> {
  const { rootFile, issuingFile = rootFile, tlsRootFile = rootFile } = settings;
  const [root, issuing] = [
    new X509Certificate(await readFile(rootFile)),
    new X509Certificate(await readFile(issuingFile)),
  ];
  if (!root.ca || !issuing.ca) throw new Error(`${rootFile}, ${issuingFile}: not certificates of an authority`);
  if (!issuing.checkIssued(root) || !issuing.verify(root.publicKey))
    throw new Error(`${issuingFile} was not issued by ${rootFile}`);
  return { root, issuing, trusted: await readFile(tlsRootFile, 'utf8') };
}

/** What is settled before the bytes are. */
export type Settled = Omit<Prepared, 'bytes'> & { readonly csrPem: string };

export interface Protocol {
  readonly name: string;
  /** What this authority must not even be asked, beyond what nobody must. */
  refuse?(csr: Uint8Array): AuthorityRefusal | undefined;
  /** The request that is to be stored: the same octets for the same input, without any secret. */
  describe(settled: Settled): string;
  /** Sends it once. `judge` takes PEM from wherever it comes. */
  send(prepared: Prepared, judge: (certificate: string) => Signing): Promise<Signing>;
  find(prepared: Prepared, judge: (certificate: string) => Signing): Promise<Signing>;
  revoke: Revoker['revoke'];
}

/** A certificate authority elsewhere, with its certificates for whoever needs them. */
export interface RemoteAuthority extends CertificateAuthority, Revoker {
  /** DER. */
  readonly issuerCertificate: Uint8Array;
  /** PEM. */
  readonly rootCertificate: string;
}

export function createRemoteAuthority(
  protocol: Protocol,
  { clock, blockedKeys }: Pick<RemoteSettings, 'clock' | 'blockedKeys'>,
  { root, issuing }: AuthorityCertificates,
): RemoteAuthority {
  const check = ({ csr, domain }: CertificateRequest) => {
    const checked = checkCsr(csr, { domain, ...(blockedKeys && { blockedKeys }) });
    const because = 'because' in checked ? undefined : protocol.refuse?.(checked.value.der);
    return because ? { because } : checked;
  };
  const describe = (checked: CheckedCsr, settled: Omit<Settled, 'csrPem'>) =>
    Buffer.from(protocol.describe({ ...settled, csrPem: checked.pem }));
  const judgeFor =
    (prepared: Prepared) =>
    (certificate: string): Signing => {
      const signing = judgeIssued(certificate, { prepared, issuing, root, at: clock() });
      const unreadable = signing.kind === 'misissued' && signing.because === 'issued-unreadable';
      return unreadable ? { kind: 'unknown', because: 'unreadable' } : signing; // no certificate, so none to be revoked
    };
  return {
    name: protocol.name,
    atOnce: AT_ONCE,
    issuerCertificate: issuing.raw,
    rootCertificate: root.toString(),
    prepare: async (request) => {
      const checked = check(request);
      if ('because' in checked) return checked;
      const { domain } = request;
      const settled = { csr: checked.value.der, domain, serial: createSerial(), preparedAt: clock() };
      return { value: { ...settled, bytes: describe(checked.value, settled) } };
    },
    issue: async (prepared) => {
      const checked = check(prepared);
      if ('because' in checked) return { kind: 'refused', because: checked.because };
      if (!describe(checked.value, prepared).equals(prepared.bytes))
        throw new Error('the stored request is not the one that this configuration prepares; nothing was sent');
      return protocol.send(prepared, judgeFor(prepared));
    },
    find: (prepared) => protocol.find(prepared, judgeFor(prepared)),
    revoke: protocol.revoke,
  };
}
