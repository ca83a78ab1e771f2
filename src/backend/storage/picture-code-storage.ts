import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import type { PictureCodeStorage } from '../picture-codes/picture-codes.ts';

const insert = statement(
  'picture_code_insert',
  'INSERT INTO picture_code (id, owner, answer, expires_at) VALUES ($1, $2, $3, $4)',
);
const take = statement(
  'picture_code_take',
  'DELETE FROM picture_code WHERE id = $1 AND owner = $2 RETURNING answer, expires_at AS "expiresAt"',
);
const insertPass = statement(
  'picture_pass_insert',
  'INSERT INTO picture_pass (token, owner, remaining, expires_at) VALUES ($1, $2, $3, $4)',
);
const usePass = statement(
  'picture_pass_use',
  `UPDATE picture_pass SET remaining = remaining - 1
   WHERE token = $1 AND owner = $2 AND remaining > 0 AND expires_at > $3 RETURNING 1`,
);
const sweepCodes = statement('picture_code_sweep', 'DELETE FROM picture_code WHERE expires_at <= $1');
const sweepPasses = statement('picture_pass_sweep', 'DELETE FROM picture_pass WHERE expires_at <= $1');
const sweepTries = statement('tries_sweep', 'DELETE FROM tries WHERE expires_at <= $1');

export function createPictureCodeStorage(database: Database): PictureCodeStorage {
  return {
    async store({ id, owner, answer, expiresAt }) {
      await database.query(insert, [id, owner, answer, expiresAt]);
    },
    async take(id, owner, now) {
      const [row] = await database.query<{ answer: string; expiresAt: Date }>(take, [id, owner]);
      return row && row.expiresAt > now ? row : undefined;
    },
    async storePass({ token, owner, remaining, expiresAt }) {
      await database.query(insertPass, [token, owner, remaining, expiresAt]);
    },
    usePass: async (token, owner, now) => (await database.query(usePass, [token, owner, now])).length > 0,
    async sweep(now) {
      for (const sweep of [sweepCodes, sweepPasses, sweepTries]) await database.query(sweep, [now]);
    },
  };
}
