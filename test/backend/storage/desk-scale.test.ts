// The desk's lists among 200,000 applications on PostgreSQL: what each page reads, by the engine's own account.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { QueueRequest } from '../../../src/backend/applications/desk-queue.ts';
import { figureStatements } from '../../../src/backend/storage/desk-figures-storage.ts';
import { horizons, listQuery } from '../../../src/backend/storage/desk-queue-pages.ts';
import { queueStatements } from '../../../src/backend/storage/desk-queue-statements.ts';
import { createDeskQueue } from '../../../src/backend/storage/desk-queue-storage.ts';
import { type Database, openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import type { Statement } from '../../../src/database/sql.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { type Postgresql, postgresqlMissing, startPostgresql } from '../../support/postgresql.ts';

const APPLICATIONS = 200_000;
const WAITING_FOR_SECOND = 300;
const OPEN_REVOCATIONS = 100;
const REFUSED_LETTERS = 400;
/** In thirty days, because of their address and for other reasons: every tenth of what came every five minutes. */
const UNDELIVERED_LETTERS = REFUSED_LETTERS + 864;
const PAGE = 51;
const now = new Date('2026-11-22T08:00:00Z');
const onPostgresql = postgresqlMissing ? describe.skip : describe;
if (postgresqlMissing) console.log(`skipped: ${postgresqlMissing}`);

/**
 * Two years of applications in 20 regions, the last month's still open, a few in trouble, some confirmed by one of two. A letter
 * about each, every tenth not delivered, a few of the last month's refused by their address.
 */
const fill = `
INSERT INTO application (number, owner, idempotency_key, body_hash, status, since, submitted_at, confirm_by, iin_fingerprint, region,
  city, domain, spki_sha256, key_description, key_storage, agreement, agreed_at, language)
SELECT lpad(n::text, 19, '0'), 'telegram:1', n::text, repeat('a', 32),
  CASE WHEN n % 5000 = 0 THEN (ARRAY['confirmed', 'signing', 'signing-unknown'])[n / 5000 % 3 + 1]
       WHEN n > ${APPLICATIONS} * 0.75 THEN 'submitted'
       ELSE (ARRAY['issued', 'set-up', 'refused', 'expired', 'withdrawn'])[n % 5 + 1] END,
  t, t, t + interval '30 days', CASE WHEN n % 2 = 0 THEN md5((n / 4)::text) END, 'KZ-' || (n % 20), 'city',
  'example-' || (n % 50000) || '.kz', repeat('b', 64), 'P-256', 'own-csr', '1', t, 'kk'
FROM (SELECT n, timestamptz '2026-11-22 07:00Z' - (${APPLICATIONS} - n) * interval '5 minutes' AS t
      FROM generate_series(1, ${APPLICATIONS}) n) rows;
INSERT INTO first_confirmation (application_id, operator_id, shown, at, waiting, region, confirm_by)
SELECT id, 'first', repeat('c', 32), since, status = 'submitted', region, confirm_by FROM application
WHERE status = 'issued' OR (status = 'submitted' AND id % (${APPLICATIONS} / 4 / ${WAITING_FOR_SECOND}) = 0);
INSERT INTO revocation (application_id, reason, asked_at, asked_by, decided_at, done_at)
SELECT id, 'superseded', since, 'applicant', CASE WHEN id % 500 <> 1 THEN since END, CASE WHEN id % 500 <> 1 THEN since END
FROM application WHERE status = 'set-up' AND id <= ${OPEN_REVOCATIONS} * 500;
INSERT INTO letter (id, application_id, kind, state, at)
SELECT gen_random_uuid(), id, 'submitted', CASE WHEN id % 10 = 0 THEN 'failed' ELSE 'sent' END, submitted_at FROM application;
INSERT INTO letter (id, application_id, kind, state, at, content)
SELECT gen_random_uuid(), id, 'issued', 'failed', timestamptz '2026-11-22 07:00Z' - id / 300 * interval '1 hour', 'sealed'
FROM application WHERE id % 300 = 0 AND id <= 300 * ${REFUSED_LETTERS};
UPDATE application SET personal = 'sealed' WHERE id % 300 = 0 AND id <= 300 * ${REFUSED_LETTERS};
ANALYZE;`;

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}
const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

onPostgresql('among 200,000 applications', () => {
  let server: Postgresql;
  let database: Database;
  let client: pg.Client;

  beforeAll(async () => {
    server = await startPostgresql({ fsync: 'off', full_page_writes: 'off' });
    const url = await server.createDatabase();
    database = await openDatabase({ kind: 'postgresql', url, connections: 2 });
    await migrate(database, 'prisma/backend');
    client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(fill);
    await client.query('VACUUM application');
  }, 180_000);
  afterAll(async () => {
    await client.end();
    await database.close();
    await server.remove();
  });

  /** As a prepared statement is planned in the long run: without knowing its values. */
  const explain = async ({ text }: Pick<Statement, 'text'>, values: readonly unknown[]) => {
    await client.query('SET plan_cache_mode = force_generic_plan');
    await client.query(`PREPARE explained AS ${text}`);
    const literal = (value: unknown): string => {
      if (Array.isArray(value)) return `'{${value.join(',')}}'`;
      return client.escapeLiteral(value instanceof Date ? value.toISOString() : String(value));
    };
    const given = values.length > 0 ? `(${values.map(literal).join(', ')})` : '';
    const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE explained${given}`);
    await client.query('DEALLOCATE explained');
    return nodesOf(rows[0]['QUERY PLAN'][0].Plan as Plan);
  };
  /** How many rows the hungriest part of the plan has touched, whether it kept them or not. */
  const mostTouched = (nodes: readonly Plan[]) =>
    Math.max(
      ...nodes.map((node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']),
    );
  /** Also what was read in an index and not taken. */
  const pagesRead = ([root]: readonly Plan[]) => (root ? root['Shared Hit Blocks'] + root['Shared Read Blocks'] : 0);
  const scanned = (nodes: readonly Plan[]) =>
    nodes
      .filter((node) => node['Node Type'].includes('Seq Scan'))
      .map((node) => `${node['Node Type']} ${node['Relation Name']}`);

  const deep = {
    submitted: `${Date.parse('2026-12-10T00:00:00Z')}-1`,
    newest: '1000',
    letters: `${Date.parse('2026-11-12T00:00:00Z')}-1`,
  };
  const regions = Array.from({ length: 7 }, (_, index) => `KZ-${index}`);
  const lists: readonly [string, Partial<QueueRequest> & Pick<QueueRequest, 'filter'>, number][] = [
    ['to confirm, first page', { filter: 'to-confirm' }, PAGE],
    ['to confirm, far behind', { filter: 'to-confirm', after: deep.submitted }, PAGE],
    ['to confirm, one region', { filter: 'to-confirm', regions: ['KZ-3'] }, PAGE],
    ['to confirm, seven regions, far behind', { filter: 'to-confirm', regions, after: deep.submitted }, 7 * PAGE],
    ['to confirm, a region without any', { filter: 'to-confirm', regions: ['KZ-99'] }, 1],
    ['waiting for a second operator', { filter: 'second-operator' }, PAGE],
    [
      'waiting for a second operator, one region',
      { filter: 'second-operator', regions: ['KZ-3'] },
      WAITING_FOR_SECOND + 1,
    ],
    ['expiring soon', { filter: 'expiring-soon' }, PAGE],
    ['expiring soon, seven regions', { filter: 'expiring-soon', regions }, 7 * PAGE],
    ['signing trouble', { filter: 'trouble' }, 3 * PAGE],
    ['signing trouble, seven regions', { filter: 'trouble', regions }, 21 * PAGE],
    ['revocation asked for', { filter: 'revocation-asked' }, OPEN_REVOCATIONS],
    ['revocation asked for, one region', { filter: 'revocation-asked', regions: ['KZ-1'] }, OPEN_REVOCATIONS],
    ['letters not taken', { filter: 'letters-refused' }, UNDELIVERED_LETTERS],
    ['letters not taken, far behind', { filter: 'letters-refused', after: deep.letters }, UNDELIVERED_LETTERS],
    ['letters not taken, one region', { filter: 'letters-refused', regions: ['KZ-3'] }, UNDELIVERED_LETTERS],
    ['all', { filter: 'all' }, PAGE],
    ['all, far behind', { filter: 'all', after: deep.newest }, PAGE],
    ['all, seven regions, far behind', { filter: 'all', regions, after: deep.newest }, 7 * PAGE],
  ];

  /** With two operators: what one of them has confirmed is skipped, or looked up for each row of a page. */
  const besideWithTwo: Partial<Record<QueueRequest['filter'], number>> = {
    'to-confirm': WAITING_FOR_SECOND + 1,
    'revocation-asked': PAGE,
  };

  test.each(lists)('%s: read from an index, one page per status and region', async (_, request, most) => {
    for (const fourEyes of [false, true]) {
      const { statement, values } = listQuery({ regions: 'all', now, fourEyes, ...request }, PAGE);
      const nodes = await explain(statement, values);
      expect(scanned(nodes)).toEqual([]);
      const beside = (fourEyes && besideWithTwo[request.filter]) || 0;
      expect(mostTouched(nodes)).toBeLessThanOrEqual(most + beside);
      expect(pagesRead(nodes)).toBeLessThanOrEqual(5 * (most + beside) + 10);
    }
  });

  test.each([
    ['everywhere', []],
    ['in seven regions', [regions]],
  ])('the counts %s stop at a thousand, whatever there is', async (_, own) => {
    for (const fourEyes of [false, true]) {
      const statement = queueStatements.counts({ regional: own.length > 0, fourEyes });
      const nodes = await explain(statement, [...horizons(now), ...own]);
      expect(scanned(nodes)).toEqual([]);
      expect(mostTouched(nodes)).toBeLessThanOrEqual(1_000 + WAITING_FOR_SECOND + 1);
    }
  });

  test.each([
    ['everywhere', figureStatements.everywhere, []],
    ['in one region', figureStatements.regional, [['KZ-3']]],
  ])('the figures %s come from the index of the last thirty days alone', async (_, statement, own) => {
    const nodes = await explain(statement, [new Date('2026-10-24T00:00:00Z'), ...own]);
    expect(nodes.map((node) => node['Node Type'])).toContain('Index Only Scan');
    expect(scanned(nodes)).toEqual([]);
    expect(mostTouched(nodes)).toBeLessThan(9_000); // 30 days of one in five minutes
  });

  test.each(['example-77.kz', '900101390002', '482-093-755-618-804'])(
    '%s is searched for in an index',
    async (text) => {
      const asked: { sql: string; args: readonly unknown[] }[] = [];
      const { adapter } = database;
      const listening = {
        ...adapter,
        connect: async () => {
          const connection = await adapter.connect();
          const queryRaw = connection.queryRaw.bind(connection);
          connection.queryRaw = (query) => {
            asked.push(query);
            return queryRaw(query);
          };
          return connection;
        },
      } as typeof adapter;
      const queue = createDeskQueue({ ...database, adapter: listening }, createSealing(Buffer.alloc(32, 7)));
      const found = await queue.search(text, ['KZ-17', 'KZ-3']);
      expect(found.length).toBe(text === 'example-77.kz' ? 4 : 0);
      expect(asked).toHaveLength(1);
      for (const { sql, args } of asked) expect(scanned(await explain({ text: sql }, args))).toEqual([]);
    },
  );

  test('the pages together are the whole list in its order, each application once', async () => {
    const queue = createDeskQueue(database, createSealing(Buffer.alloc(32, 7)));
    const request = { regions: ['KZ-3', 'KZ-4'], now, fourEyes: true, limit: 200 } as const;
    const numbers: string[] = [];
    let after: string | undefined;
    do {
      const page = await queue.list({ ...request, filter: 'to-confirm', after });
      numbers.push(...page.entries.map(({ number }) => number));
      after = page.next;
    } while (after !== undefined);
    const { rows } = await client.query(
      `SELECT number FROM application a WHERE status = 'submitted' AND region IN ('KZ-3', 'KZ-4') AND NOT EXISTS
         (SELECT 1 FROM first_confirmation f WHERE f.application_id = a.id AND f.waiting) ORDER BY confirm_by, id`,
    );
    expect(numbers).toEqual(rows.map(({ number }) => number));
    expect(numbers.length).toBeGreaterThan(4_000);
  });
});
