// The port to where certificates are kept, from the moment their bytes are settled: one per application, for ever.
import type { Certificates } from '../../contract/schemas.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Application } from './application.ts';

export interface StoredCertificate {
  /** Hex, as the authority gave it. */
  readonly serial: string;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  /** Null until it is signed. */
  readonly files: Certificates | null;
}

export interface SignedCertificate {
  readonly files: Certificates;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** What the authority was given to sign, to be given again after a crash. */
export interface PreparedSigning {
  readonly application: Application;
  readonly serial: string;
  readonly bytes: Uint8Array;
  readonly preparedAt: Date;
}

export interface CertificateStorage {
  find(applicationId: number): Promise<StoredCertificate | undefined>;
  /** confirmed -> signing, with serial, bytes, audit and a lease; undefined when another was faster. */
  begin(signing: PreparedSigning, at: Date, leaseUntil: Date): Promise<Application | undefined>;
  /** Takes over a signing whose lease has run out; undefined when there is none, or another was faster. */
  takeOver(number: ApplicationNumber, at: Date, leaseUntil: Date): Promise<PreparedSigning | undefined>;
  /** signing, signing-unknown -> issued, with the certificate, audit and letter; undefined when another was faster. */
  finish(number: ApplicationNumber, signed: SignedCertificate, at: Date): Promise<Application | undefined>;
  /** Numbers of applications that are approved, without a certificate, and in nobody's hands. */
  unfinished(at: Date, limit: number): Promise<readonly ApplicationNumber[]>;
  /** For a process that knows it is alone: whatever was under way is not any more. */
  endLeases(): Promise<void>;
}
