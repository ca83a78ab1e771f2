import type { Database } from '../../database/database.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Audience, Broadcast, Counts, NewBroadcast, RecipientState, Versions } from '../broadcast/broadcast.ts';
import type { BroadcastStore, SendingStore } from '../broadcast/broadcast-store.ts';
import * as sql from './broadcast-statements.ts';
import * as sending from './sending-statements.ts';
import * as slots from './slot-statements.ts';

interface Row {
  id: number;
  kind: Broadcast['kind'];
  of: number | null;
  status: Broadcast['status'];
  content: Uint8Array;
  audience: Audience;
  is_essential: boolean;
  created_by: number;
  created_key: string;
  confirmed_by: number | null;
  start_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  total: number;
  language: NewBroadcast['language'];
  panel_chat_id: number;
  panel_message_id: number;
}
interface TakenRow {
  chat_id: number | null;
  slot: number;
  language: string;
  message_id: number | null;
}

/** Telegram deletes a bot's messages that are younger than 48 hours; an hour of it is left for the deleting itself. */
const DELETABLE_HOURS = 47;
const none: Counts = { pending: 0, sending: 0, sent: 0, blocked: 0, gone: 0, failed: 0, unknown: 0 };

/** Broadcasts in PostgreSQL or the embedded database. What they say is sealed. */
export function createBroadcastStore(database: Database, sealing: Sealing): BroadcastStore & SendingStore {
  const { query } = database;
  const context = (createdKey: string) => `broadcast.content:${createdKey}`;
  const meant = ({ languages, regions, statuses, endsWithinDays }: Audience, isEssential: boolean) => [
    ...[languages, regions, statuses],
    ...[endsWithinDays, isEssential],
  ];
  const toBroadcast = (row: Row): Broadcast => ({
    id: row.id,
    kind: row.kind,
    ...(row.of !== null && { of: row.of }),
    status: row.status,
    versions: sealing.open<Versions>(row.content, context(row.created_key)),
    audience: row.audience,
    isEssential: row.is_essential,
    createdBy: row.created_by,
    createdKey: row.created_key,
    confirmedBy: row.confirmed_by ?? undefined,
    startAt: row.start_at,
    startedAt: row.started_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    total: row.total,
    language: row.language,
    panel: { chatId: row.panel_chat_id, messageId: row.panel_message_id },
  });
  const first = (rows: readonly Row[]) => rows[0] && toBroadcast(rows[0]);

  return {
    async count(audience, isEssential) {
      const [row] = await query<{ count: number }>(sql.count, meant(audience, isEssential));
      return row?.count ?? 0;
    },
    async create(broadcast) {
      const { kind, of = null, status, versions, audience, isEssential, createdBy, createdKey } = broadcast;
      const made = await query<Row>(sql.create, [
        ...[kind, of, status, sealing.seal(versions, context(createdKey)), JSON.stringify(audience), isEssential],
        ...[createdBy, createdKey, broadcast.startAt, broadcast.language],
        ...[broadcast.panel.chatId, broadcast.panel.messageId],
      ]);
      const [row] = made;
      if (!row) throw new Error('a broadcast was not stored');
      return toBroadcast(row);
    },
    find: async (id) => first(await query<Row>(sql.find, [id])),
    recent: async (limit) => (await query<Row>(sql.recent, [limit])).map(toBroadcast),
    async counts(id) {
      const rows = await query<{ state: RecipientState; count: number }>(sql.counts, [id]);
      return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
    },
    move: async (id, from, to, { confirmedBy = null, startAt = null } = {}) =>
      (await query(sql.move, [id, from, to, confirmedBy, startAt])).length > 0,
    async cancelAllOf(userId, { actor, key }) {
      await query(sql.cancelAllOf, [userId, actor, key]);
    },
    sendUnknownAgain: async (id) => (await query(sql.sendUnknownAgain, [id])).length > 0,
    async forgetRecipients(endedBefore) {
      await query(sql.forgetRecipients, [endedBefore]);
    },
    async recipients(id, after, limit) {
      const rows = await query<{ chat_id: number; state: RecipientState; at: Date | null }>(sql.recipients, [
        ...[id, after, limit],
      ]);
      return rows.map(({ chat_id, state, at }) => ({ chatId: chat_id, state, at: at ?? undefined }));
    },

    next: async (now, onlyEssential) => first(await query<Row>(sending.next, [now, onlyEssential])),
    async begin({ id, kind, audience, isEssential }) {
      const begun =
        kind === 'send'
          ? await query<{ total: number }>(sending.begin, [id, ...meant(audience, isEssential)])
          : await query<{ total: number }>(sending.beginAgain, [id, kind === 'delete' ? DELETABLE_HOURS : null]);
      return begun[0]?.total;
    },
    async takeOver({ id, kind }) {
      const left = kind === 'send' ? 'unknown' : 'pending';
      return (await query(sending.takeOver, [id, left])).length;
    },
    async prepareSlots(perSecond) {
      await query(slots.prepare, [perSecond]);
    },
    async announceBulk(milliseconds) {
      await query(slots.announceBulk, [milliseconds]);
    },
    async turn(instance, id, { outcomes, want, reserve }) {
      const rows = await query<TakenRow>(sending.turn, [
        ...[id, instance, want, reserve],
        outcomes.map(({ chatId }) => chatId),
        outcomes.map(({ slot }) => slot),
        outcomes.map(({ state }) => state),
        outcomes.map(({ messageId }) => messageId ?? null),
        outcomes.map(({ agoMs }) => agoMs),
      ]);
      const taken = rows.flatMap(({ chat_id, slot, language, message_id }) =>
        chat_id === null ? [] : [{ chatId: chat_id, slot, language, messageId: message_id ?? undefined }],
      );
      return taken.length < rows.length ? 'stopped' : taken;
    },
    end: (id, alongside) =>
      database.transaction(async (transaction) => {
        const isOver = (await transaction.query(sending.end, [id])).length > 0;
        if (isOver) await alongside(transaction);
        return isOver;
      }),
  };
}
