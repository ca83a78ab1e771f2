import type { ApplicationStatus } from '../../contract/statuses.ts';
import { statement } from '../../database/sql.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Language } from '../../domain/language.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Application, Personal } from '../applications/application.ts';

export interface ApplicationRow {
  readonly id: number;
  readonly number: ApplicationNumber;
  readonly owner: string;
  readonly bodyHash: string;
  readonly status: ApplicationStatus;
  readonly since: Date;
  readonly submittedAt: Date;
  readonly confirmBy: Date;
  readonly personal: Uint8Array | null;
  readonly iinFingerprint: string | null;
  readonly region: string;
  readonly city: string;
  readonly domain: string;
  readonly csr: Uint8Array | null;
  readonly spkiSha256: string;
  readonly keyDescription: string;
  readonly keyStorage: Application['keyStorage'];
  readonly agreement: string;
  readonly agreedAt: Date;
  readonly language: Language;
  readonly reason: Uint8Array | null;
  readonly renews: ApplicationNumber | null;
}

export const applicationColumns = `id, number, owner, body_hash AS "bodyHash", status, since, submitted_at AS "submittedAt",
  confirm_by AS "confirmBy", personal, iin_fingerprint AS "iinFingerprint", region, city, domain, csr,
  spki_sha256 AS "spkiSha256", key_description AS "keyDescription", key_storage AS "keyStorage", agreement,
  agreed_at AS "agreedAt", language, reason,
  (SELECT renewed.number FROM application renewed WHERE renewed.id = application.renews_id) AS renews`;

export const selectByNumbers = statement(
  'application_by_numbers',
  `SELECT ${applicationColumns} FROM application WHERE number = ANY($1::bpchar[])`,
);
export const lockByNumber = statement(
  'application_lock_by_number',
  `SELECT ${applicationColumns} FROM application WHERE number = $1 FOR UPDATE`,
);

/** A sealed value opens only in the row and column it was sealed for. */
export const personalContext = (number: ApplicationNumber) => `application ${number} personal`;
export const reasonContext = (number: ApplicationNumber) => `application ${number} reason`;

export function applicationOf(row: ApplicationRow, sealing: Sealing): Application {
  const { agreement, agreedAt, personal, reason, bodyHash: _, iinFingerprint: __, ...rest } = row;
  return {
    ...rest,
    agreement: { version: agreement, agreedAt },
    personal: personal && sealing.open<Personal>(personal, personalContext(row.number)),
    reason: reason && sealing.open<string>(reason, reasonContext(row.number)),
  };
}
