// CFSSL's own table of certificates (certdb/pg in its sources), read and never written: CFSSL 1.2 answers no question by serial.
import { openDatabase } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';

export interface CfsslBooks {
  /** PEM; undefined: CFSSL has issued nothing under this serial. Takes hex. */
  lookUp(serial: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** The serial is kept as the octets of its decimal digits. */
const bySerial = statement('cfssl_certificate_by_serial', 'SELECT pem FROM certificates WHERE serial_number = $1');

/** `url`: postgresql://... with a role that may do no more than SELECT. */
export async function openCfsslBooks(url: string): Promise<CfsslBooks> {
  const database = await openDatabase({ kind: 'postgresql', url, connections: 2 });
  return {
    async lookUp(serial) {
      const [row] = await database.query<{ pem: Uint8Array }>(bySerial, [Buffer.from(`${BigInt(`0x${serial}`)}`)]);
      return row && Buffer.from(row.pem).toString('utf8');
    },
    close: () => database.close(),
  };
}
