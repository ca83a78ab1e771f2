import { randomUUID } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { ChatEvent, Effect, NewEvent } from '../inbox/chat-event.ts';
import { decodeEffects, encodeEffects } from '../inbox/effect-json.ts';
import {
  type CommittedTurn,
  type HeldChat,
  type InboxStore,
  type Progress,
  unchanged,
  type WaitingEvent,
} from '../inbox/inbox-store.ts';
import * as sql from './inbox-statements.ts';
import { createInstanceStore } from './instance-store.ts';

interface ChatRow {
  chat_id: number;
  state: Uint8Array | null;
  aside: Uint8Array | null;
  revision: number;
  pending: number;
  takeovers: number;
  outbox: Uint8Array | null;
  outbox_sent: number;
  live_message_id: number | null;
  wake_at: Date | null;
}
interface EventRow {
  seq: number;
  key: string;
  kind: ChatEvent['kind'];
  payload: Uint8Array;
  attempts: number;
  received_at: Date;
}
interface HeldRow {
  chat_id: number;
  owner: string | null;
  pending: number;
}

/**
 * The inbox in PostgreSQL or the embedded database. What people wrote and are answered is sealed. `isAlone`: no other program
 * can be in this database, so what a dead one left need not wait for its lease to end.
 */
export function createInboxStore(database: Database, sealing: Sealing, { isAlone = false } = {}): InboxStore {
  const { query } = database;
  const sealOutbox = (chatId: number, effects: readonly Effect[]) =>
    effects.length === 0 ? null : sealing.seal(encodeEffects(effects), `conversation.outbox:${chatId}`);
  const sealState = (chatId: number, state: unknown) =>
    state === undefined || state === unchanged ? null : sealing.seal(state, `conversation.state:${chatId}`);
  const sealAside = (chatId: number, aside: unknown) =>
    aside === undefined || aside === null ? null : sealing.seal(aside, `conversation.aside:${chatId}`);

  // Opened when read: a value that cannot be opened is then the trouble of its own chat, not of the whole batch.
  const toChat = (row: ChatRow): HeldChat => ({
    chatId: row.chat_id,
    revision: row.revision,
    pending: row.pending,
    takeovers: row.takeovers,
    liveMessageId: row.live_message_id ?? undefined,
    wakeAt: row.wake_at ?? undefined,
    sent: row.outbox_sent,
    get state() {
      return row.state === null ? undefined : sealing.open(row.state, `conversation.state:${row.chat_id}`);
    },
    get aside() {
      return row.aside === null ? undefined : sealing.open(row.aside, `conversation.aside:${row.chat_id}`);
    },
    get outbox() {
      return row.outbox === null ? [] : decodeEffects(sealing.open(row.outbox, `conversation.outbox:${row.chat_id}`));
    },
  });

  const columnsOf = (events: readonly NewEvent[]) => [
    events.map(({ key }) => key),
    events.map(({ chatId }) => chatId),
    events.map(({ kind }) => kind),
    events.map(({ key, payload }) => sealing.seal(payload, `inbox:${key}`)),
  ];

  const countsOf = (turns: readonly CommittedTurn[]) => {
    const counts = turns.flatMap(({ chatId, counts: own = [] }) => own.map((count) => ({ chatId, ...count })));
    return [counts.map(({ chatId }) => chatId), counts.map(({ day }) => day), counts.map(({ name }) => name)];
  };

  const outcomes = (asked: readonly { chatId: number }[], rows: readonly HeldRow[]) => {
    const byChat = new Map(rows.map((row) => [row.chat_id, { owned: row.owner !== null, pending: row.pending }]));
    return asked.map(({ chatId }) => byChat.get(chatId) ?? ('lost' as const));
  };
  const found = (rows: readonly unknown[]) => rows.length > 0;

  return {
    async take(instance, events) {
      const given = new Map(events.map((event) => [event.key, event]));
      const receivedAt = new Date();
      const rows = await query<ChatRow & { key: string; seq: number }>(sql.take, [
        instance,
        ...columnsOf([...given.values()]),
      ]);
      const taken = new Map<number, { chat: HeldChat; events: WaitingEvent[] }>();
      for (const row of rows) {
        const event = given.get(row.key);
        if (!event) continue;
        const entry = taken.get(row.chat_id) ?? { chat: toChat(row), events: [] };
        entry.events.push({ ...event, seq: row.seq, attempts: 0, receivedAt });
        taken.set(row.chat_id, entry);
      }
      return [...taken.values()];
    },
    async leave(transaction, events) {
      const distinct = new Map(events.map((event) => [event.key, event]));
      await transaction.query(sql.take, [sql.NOBODY, ...columnsOf([...distinct.values()])]);
    },
    takeOver: async (instance, limit) => (await query<ChatRow>(sql.takeOver, [instance, limit])).map(toChat),
    async look(instance, chatId) {
      const [row] = await query<ChatRow>(sql.look, [instance, chatId]);
      return row && toChat(row);
    },
    async stateOf(chatId) {
      const [row] = await query<Pick<ChatRow, 'state'>>(sql.stateOf, [chatId]);
      return row?.state ? sealing.open(row.state, `conversation.state:${chatId}`) : undefined;
    },
    async waiting(chatId, limit) {
      const rows = await query<EventRow>(sql.waiting, [chatId, limit]);
      return rows.map(({ seq, key, kind, payload, attempts, received_at }) => ({
        seq,
        key,
        chatId,
        kind,
        attempts,
        receivedAt: received_at,
        get payload() {
          return sealing.open(payload, `inbox:${key}`);
        },
      }));
    },

    async commit(instance, turns) {
      const column = <Value>(of: (turn: CommittedTurn) => Value) => turns.map(of);
      const rows = await query<HeldRow>(sql.commit, [
        instance,
        column(({ chatId }) => chatId),
        column(({ seq }) => seq),
        column(({ revision }) => revision),
        column(({ state }) => state === unchanged),
        column(({ chatId, state }) => sealState(chatId, state)),
        column(({ chatId, effects }) => sealOutbox(chatId, effects)),
        column(({ wakeAt }) => wakeAt !== undefined),
        column(({ wakeAt }) => wakeAt ?? null),
        column(({ aside }) => aside !== undefined),
        column(({ chatId, aside }) => sealAside(chatId, aside)),
        column(({ facts }) => (facts ? JSON.stringify(facts) : null)),
        ...countsOf(turns),
      ]);
      return outcomes(turns, rows);
    },
    mark: async (instance, { chatId, revision, sent, liveMessageId }) =>
      found(await query(sql.mark, [instance, chatId, revision, sent, liveMessageId ?? null])),
    async finish(instance, delivered) {
      const column = <Value>(of: (progress: Progress) => Value) => delivered.map(of);
      const rows = await query<HeldRow>(sql.finish, [
        instance,
        column(({ chatId }) => chatId),
        column(({ revision }) => revision),
        column(({ liveMessageId }) => liveMessageId ?? null),
        column(({ reach }) => reach ?? null),
      ]);
      return outcomes(delivered, rows);
    },
    rewrite: async (instance, { chatId, revision }, effects) =>
      found(await query(sql.rewrite, [instance, chatId, revision, sealOutbox(chatId, effects)])),
    move: async (instance, { chatId, revision }, newId, state) =>
      found(await query(sql.move, [instance, chatId, revision, newId, sealState(newId, state)])),

    async countTry(chatId, seq) {
      const [row] = await query<{ attempts: number }>(sql.countTry, [chatId, seq]);
      return row?.attempts ?? 0;
    },
    setAside: async (instance, { chatId, revision, seq, effects }, { errorClass, reference }, { key, isSecret }) =>
      found(
        await query(sql.setAside, [
          instance,
          chatId,
          revision,
          seq,
          sealOutbox(chatId, effects),
          errorClass,
          reference,
          isSecret ? sealing.seal(null, `inbox:${key}`) : null,
        ]),
      ),
    async setEffectAside(chatId, effect, { errorClass, reference }) {
      const key = `effect:${randomUUID()}`;
      const payload = sealing.seal(encodeEffects([effect])[0], `inbox:${key}`);
      await query(sql.keepEffect, [key, chatId, payload, errorClass, reference]);
    },

    async dueWakeUps(limit) {
      const rows = await query<{ chat_id: number; wake_at: Date }>(sql.dueWakeUps, [limit]);
      return rows.map(({ chat_id, wake_at }) => ({ chatId: chat_id, at: wake_at }));
    },
    async clearWakeUps(wakeUps) {
      await query(sql.clearWakeUps, [wakeUps.map(({ chatId }) => chatId), wakeUps.map(({ at }) => at)]);
    },

    ...createInstanceStore(database, isAlone),
  };
}
