// Applications by the hundred thousand, put into a backend's database past the backend.
import { randomInt, randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/database.ts';
import { statement } from '../../src/database/sql.ts';
import { type ApplicationNumber, createApplicationNumber } from '../../src/domain/application-number.ts';
import type { Sealing } from '../../src/sealing/sealing.ts';

export const newNumbers = (count: number): ApplicationNumber[] =>
  Array.from({ length: count }, () => createApplicationNumber(() => randomInt(10)));

const columns = `number, owner, idempotency_key, body_hash, status, since, submitted_at, confirm_by, personal, region, city, domain, csr,
  spki_sha256, key_description, key_storage, agreement, agreed_at, language`;

/** What every row has besides its own values; `$n` is what they are told apart by. */
const rest = (
  key: string,
) => `'KZ-75', 'almaty', ${key} || '.kz', decode(repeat(md5(${key}), 8), 'hex'), repeat(md5(${key}), 2),
  'RSA 2048', 'own-csr', '1', now(), 'kk'`;

const insertNumbers = statement(
  'bench_insert_numbers',
  `INSERT INTO application (${columns})
   SELECT new.number, 'bench', new.number, md5(new.number), 'submitted', now(), now(), now() + interval '30 days', NULL, ${rest('new.number')}
   FROM unnest($1::text[]) AS new (number)`,
);

export const putNumbers = (database: Database, numbers: readonly ApplicationNumber[]) =>
  database.query(insertNumbers, [numbers]);

/** Closed ones of years gone by, with no valid check digit: nobody asks for them, they are only there. */
export async function fillUp(database: Database, from: number, to: number): Promise<void> {
  await database.script(`INSERT INTO application (${columns})
    SELECT regexp_replace(lpad((n::bigint * 7919 % 1000000007)::text, 15, '9'), '(...)(...)(...)(...)(...)', '\\1-\\2-\\3-\\4-\\5'), 'filler', n::text,
      md5(n::text), (ARRAY['set-up', 'expired', 'refused', 'issued'])[1 + n % 4], now() - interval '1 year', now() - interval '1 year',
      now() - interval '11 months', NULL, ${rest('n::text')}
    FROM generate_series(${from}, ${to - 1}) n`);
}

const selectIndexes = statement(
  'bench_indexes',
  `SELECT indexname AS name, indexdef AS text FROM pg_indexes
   WHERE tablename = 'application' AND indexdef NOT LIKE 'CREATE UNIQUE%'`,
);

/** Building an index at the end takes a third of the time that keeping it up to date takes. */
export async function withoutIndexes(database: Database, work: () => Promise<void>): Promise<void> {
  const indexes = await database.query<{ name: string; text: string }>(selectIndexes);
  for (const { name } of indexes) await database.script(`DROP INDEX "${name}"`);
  await work();
  for (const { text } of indexes) await database.script(text);
  await database.script('VACUUM ANALYZE application');
}

const insertDue = statement(
  'bench_insert_due',
  `INSERT INTO application (${columns})
   SELECT new.number, 'bench', new.number, md5(new.number), 'submitted', now() - interval '31 days', now() - interval '31 days',
     now() - interval '1 hour', new.personal, ${rest('new.number')}
   FROM unnest($1::text[], $2::bytea[]) AS new (number, personal)`,
);

/** Of persons with an address, so that each is written to. */
export async function putDue(database: Database, sealing: Sealing, count: number): Promise<void> {
  const person = { surname: 'Үлгі', givenName: 'Айгерім', patronymic: 'Демо' };
  for (let done = 0; done < count; done += 5_000) {
    const numbers = newNumbers(Math.min(5_000, count - done));
    const personal = numbers.map((number) =>
      sealing.seal(
        { iin: '851231490804', person, email: `${randomUUID()}@example.kz` },
        `application ${number} personal`,
      ),
    );
    await database.query(insertDue, [numbers, personal]);
  }
}
