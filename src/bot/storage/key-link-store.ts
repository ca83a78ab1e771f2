import { type Sql, statement } from '../../database/sql.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { KeyLinkStore } from '../key-links/key-link-store.ts';
import type { KeyLinkRequest } from '../key-links/key-links.ts';

const insert = statement(
  'key_link_insert',
  'INSERT INTO key_link (id, chat_id, request, expires_at) VALUES ($1, $2, $3, $4)',
);
const select = statement(
  'key_link_select',
  'SELECT request, answer IS NOT NULL AS used FROM key_link WHERE id = $1 AND expires_at > $2',
);
const claim = statement(
  'key_link_claim',
  `UPDATE key_link SET answer = $2 WHERE id = $1 AND (answer IS NULL OR answer = $2) AND expires_at > $3
   RETURNING id`,
);
const release = statement('key_link_release', 'UPDATE key_link SET answer = NULL WHERE id = $1 AND answer = $2');
const removeExpired = statement('key_link_remove_expired', 'DELETE FROM key_link WHERE expires_at <= $1');

/** Links in PostgreSQL or the embedded database. What a link is for is sealed; its token is not there at all. */
export function createKeyLinkStore({ query }: Sql, sealing: Sealing): KeyLinkStore {
  const context = (id: string) => `key_link.request:${id}`;
  return {
    async add({ id, request, expiresAt }) {
      await query(insert, [id, request.chatId, sealing.seal(request, context(id)), expiresAt]);
    },
    async find(id, now) {
      const [row] = await query<{ request: Uint8Array; used: boolean }>(select, [id, now]);
      return row && { request: sealing.open<KeyLinkRequest>(row.request, context(id)), used: row.used };
    },
    async claim({ id, answer }, now) {
      return (await query(claim, [id, answer, now])).length > 0;
    },
    async release({ id, answer }) {
      await query(release, [id, answer]);
    },
    async removeExpired(now) {
      await query(removeExpired, [now]);
    },
  };
}
