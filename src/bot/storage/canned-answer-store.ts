import { type Sql, statement } from '../../database/sql.ts';
import { type Language, languages } from '../../domain/language.ts';
import type { CannedAnswer, CannedAnswers } from '../support/canned-answers.ts';

const list = statement('canned_list', 'SELECT * FROM canned_answer ORDER BY name');
const find = statement('canned_find', 'SELECT * FROM canned_answer WHERE name = $1');
const put = statement(
  'canned_put',
  `INSERT INTO canned_answer AS c (name, kk, ru, en) VALUES ($1, $2, $3, $4)
   ON CONFLICT (name) DO UPDATE SET kk = coalesce(excluded.kk, c.kk), ru = coalesce(excluded.ru, c.ru),
     en = coalesce(excluded.en, c.en)`,
);
const remove = statement('canned_remove', 'DELETE FROM canned_answer WHERE name = $1 RETURNING name');

type CannedRow = { name: string } & Record<Language, string | null>;

const toAnswer = ({ name, ...texts }: CannedRow): CannedAnswer => ({
  name,
  texts: Object.fromEntries(languages.flatMap((each) => (texts[each] === null ? [] : [[each, texts[each]]]))),
});

export function createCannedAnswerStore({ query }: Sql): CannedAnswers {
  return {
    list: async () => (await query<CannedRow>(list)).map(toAnswer),
    async find(name) {
      const [row] = await query<CannedRow>(find, [name]);
      return row && toAnswer(row);
    },
    async put(name, language, text) {
      await query(put, [name, ...languages.map((each) => (each === language ? text : null))]);
    },
    remove: async (name) => (await query(remove, [name])).length > 0,
  };
}
