// Applications whose certificate replaces an earlier one's: what the two know of each other in storage.

import { type Sql, statement } from '../../database/sql.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { openStatuses } from '../applications/lifecycle.ts';

const keyInLine = statement(
  'renewal_key_in_line',
  `WITH RECURSIVE line AS (
     SELECT renews_id, spki_sha256 FROM application WHERE number = $1
     UNION ALL SELECT a.renews_id, a.spki_sha256 FROM application a JOIN line ON a.id = line.renews_id
   ) SELECT 1 FROM line WHERE spki_sha256 = $2 LIMIT 1`,
);
const certificateEnd = statement(
  'renewal_certificate_end',
  'SELECT valid_to AS "validTo" FROM certificate WHERE application_id = $1',
);

/** Whether the key is that of the certificate to be renewed, or of one before it. */
export const isKeyInLine = async (sql: Sql, renews: ApplicationNumber, spkiSha256: string): Promise<boolean> =>
  (await sql.query(keyInLine, [renews, spkiSha256])).length > 0;

export async function findCertificateEnd(sql: Sql, applicationId: number): Promise<Date | undefined> {
  const [row] = await sql.query<{ validTo: Date | null }>(certificateEnd, [applicationId]);
  return row?.validTo ?? undefined;
}

/** With these an application is on its way to replace another, or has done so. */
export const renewingStatuses = [...openStatuses, 'issued', 'set-up'] as const;
