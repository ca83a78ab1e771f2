import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { CertificateStorage, PreparedSigning } from '../applications/certificates.ts';
import { type ApplicationRow, applicationOf, lockByNumber } from './application-row.ts';
import type { Changes } from './changes.ts';
import { createSigningRounds } from './signing-rounds.ts';

interface CertificateRow {
  readonly serial: string;
  readonly certificate: string | null;
  readonly chain: string[] | null;
  readonly root: string | null;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
}

const select = statement(
  'certificate_of_application',
  `SELECT serial, certificate, chain, root, valid_from AS "validFrom", valid_to AS "validTo"
   FROM certificate WHERE application_id = $1`,
);
const lease = statement(
  'certificate_lease',
  `UPDATE certificate SET lease_until = $3 WHERE application_id = $1 AND certificate IS NULL
   AND (lease_until IS NULL OR lease_until <= $2)
   RETURNING serial, prepared AS bytes, prepared_at AS "preparedAt"`,
);
const unfinished = statement(
  'certificate_unfinished',
  `SELECT a.number FROM application a LEFT JOIN certificate c ON c.application_id = a.id
   WHERE a.status IN ('confirmed', 'signing', 'signing-unknown') AND (c.lease_until IS NULL OR c.lease_until <= $1)
   ORDER BY a.since LIMIT $2`,
);
const endLeases = statement(
  'certificate_end_leases',
  'UPDATE certificate SET lease_until = NULL WHERE certificate IS NULL',
);

export function createCertificateStorage(database: Database, sealing: Sealing, changes: Changes): CertificateStorage {
  const write = createSigningRounds(sealing, changes);
  return {
    async find(applicationId) {
      const [row] = await database.query<CertificateRow>(select, [applicationId]);
      if (!row) return undefined;
      const { serial, certificate, chain, root, validFrom, validTo } = row;
      const files = certificate && root ? { certificate, chain: chain ?? [], root } : null;
      return { serial, validFrom, validTo, files };
    },
    begin: (signing, at, leaseUntil) =>
      write({ kind: 'begin', number: signing.application.number, signing, at, leaseUntil }),
    takeOver: (number, at, leaseUntil) =>
      database.transaction(async (sql): Promise<PreparedSigning | undefined> => {
        const [row] = await sql.query<ApplicationRow>(lockByNumber, [number]);
        if (row?.status !== 'signing' && row?.status !== 'signing-unknown') return undefined;
        const [leased] = await sql.query<Omit<PreparedSigning, 'application'>>(lease, [row.id, at, leaseUntil]);
        return leased && { application: applicationOf(row, sealing), ...leased };
      }),
    finish: (number, signed, at) => write({ kind: 'finish', number, signed, at }),
    async unfinished(at, limit) {
      const rows = await database.query<{ number: ApplicationNumber }>(unfinished, [at, limit]);
      return rows.map(({ number }) => number);
    },
    async endLeases() {
      await database.query(endLeases);
    },
  };
}
