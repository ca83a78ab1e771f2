// Issues whatever is approved until it is killed: a process of its own for kills.ts, small so that it starts soon. Its clock is
// ahead by what it is told, so that it need not wait for the lease of whoever was killed before it.
import { createIssue } from '../../../src/backend/applications/issue.ts';
import { openEmbeddedAuthority } from '../../../src/backend/ca/embedded-authority.ts';
import { openStorage } from '../../../src/backend/storage/storage.ts';
import { openDatabase } from '../../../src/database/database.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';

export interface IssuingSettings {
  readonly url: string;
  readonly dataKey: string;
  readonly directory: string;
  readonly passphrase: string;
  readonly aheadMs: number;
}

/** So many that threads are started, and used by those that live long enough. */
const AT_ONCE = 16;
const { url, dataKey, directory, passphrase, aheadMs } = JSON.parse(process.argv[2] ?? '') as IssuingSettings;
const clock = () => new Date(Date.now() + aheadMs);
const key = Buffer.from(dataKey, 'hex');
const database = await openDatabase({ kind: 'postgresql', url, connections: 4 });
const sealing = createSealing(key);
const storage = await openStorage({ database, sealing, dataKey: key, clock, enqueueLetters: async () => undefined });
const addresses = { issuer: 'http://127.0.0.1/issuing.cer', revocationList: 'http://127.0.0.1/issuing.crl' };
const authority = await openEmbeddedAuthority({ directory, passphrase, addresses, clock });
const issue = createIssue({ ...storage, authority, clock });
process.send?.('ready');

/** Until nothing is left; says so and goes on looking, for nobody but the killer ends it. */
for (;;) {
  const numbers = [...(await storage.certificates.unfinished(clock(), 50).catch(() => []))];
  if (numbers.length === 0) process.send?.('idle');
  const worker = async () => {
    for (let number = numbers.shift(); number; number = numbers.shift()) await issue(number).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await new Promise((resolve) => setTimeout(resolve, 5));
}
