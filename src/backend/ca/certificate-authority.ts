// What the backend needs of a certificate authority, whichever signs. Knows neither applications nor storage.
import type { CsrRefusal } from '../../csr/check-csr.ts';
import type { LintFinding } from './lint.ts';
import type { Revocation } from './revocation-list.ts';
import type { Mismatch } from './verify-issued.ts';

export interface CertificateRequest {
  /** PKCS#10, PEM or DER; in a Prepared always DER. Checked again by every adapter: they trust nobody, and no authority checks enough. */
  readonly csr: Uint8Array;
  /** The approved name, in ASCII. */
  readonly domain: string;
}

/** To be stored before `issue` is called: with it the act can be told to the end, or found, after any crash. */
export interface Prepared extends CertificateRequest {
  /** In lower-case hex, unique: what the certificate is found by. */
  readonly serial: string;
  /** Exactly what is signed (embedded: the certificate's body) or sent to be signed (remote: the request's body). */
  readonly bytes: Uint8Array;
  readonly preparedAt: Date;
}

export interface IssuedCertificate {
  readonly serial: string;
  /** PEM. */
  readonly certificate: string;
  /** PEM, from its issuer upwards, without the root. */
  readonly chain: readonly string[];
  /** PEM. */
  readonly root: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** `ca-subject`: the request says more than a name, and this authority would take it over unchecked. */
export type AuthorityRefusal = CsrRefusal | LintFinding | 'zlint-error' | 'ca-refused' | 'ca-subject';

export type Signing =
  | { readonly kind: 'issued'; readonly issued: IssuedCertificate }
  /** Certainly no certificate so far: `issue` may be called with the same Prepared. */
  | { readonly kind: 'absent' }
  /** The authority or our checks before it said no: no certificate, and asking again changes nothing. */
  | { readonly kind: 'refused'; readonly because: AuthorityRefusal }
  /** There may be a certificate or not: only `find` may be called, until it says which. */
  | { readonly kind: 'unknown'; readonly because: string }
  /** There is one, and it is not what was asked: it must be revoked, never delivered. */
  | { readonly kind: 'misissued'; readonly because: Mismatch; readonly certificate: string };

/**
 * prepare -> store the result -> issue -> store its outcome. After a crash, or an unknown outcome: find, then go on as it says.
 * All three may be called at the same time, also for the same Prepared: at most one certificate comes of it.
 */
export interface CertificateAuthority {
  readonly name: string;
  /** Signatures it may be asked for at the same time: enough to keep it busy, and few enough for each to come in time. */
  readonly atOnce: number;
  /** Fixes everything that can be fixed beforehand. Leaves no trace anywhere; may be thrown away. */
  prepare(
    request: CertificateRequest,
  ): Promise<{ readonly value: Prepared } | { readonly because: AuthorityRefusal; readonly values?: object }>;
  /** The irreversible act. Its outcome is `unknown` rather than an exception once anything was sent. */
  issue(prepared: Prepared): Promise<Signing>;
  /** What came of it, without signing anything: `issued`, `absent`, `misissued`, or still `unknown`. */
  find(prepared: Prepared): Promise<Signing>;
}

/** What an authority elsewhere can do besides. One whose list is made from our books has no need to be told. */
export interface Revoker {
  /**
   * True once the authority holds the certificate for revoked, also when it did before. False when it did not take it, which
   * was reported; it may be told again and again.
   */
  revoke(revocation: Revocation): Promise<boolean>;
}
