import type { Sql } from '../../database/sql.ts';
import type { Language } from '../../domain/language.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import {
  REOPEN_MS,
  type Said,
  type Ticket,
  type TicketContext,
  type TicketState,
  type Tickets,
} from '../support/tickets.ts';
import { findable } from '../support/words.ts';
import * as sql from './ticket-statements.ts';

interface TicketRow {
  id: number;
  chat_id: number;
  state: TicketState;
  assignee: number | null;
  tags: string[];
  language: Language;
  context: Uint8Array | null;
  topic_id: number | null;
  header_id: number | null;
  created_at: Date;
  changed_at: Date;
  first_answer_at: Date | null;
}

/** Tickets in PostgreSQL or the embedded database. Words and numbers are there as keyed hashes only. */
export function createTicketStore({ query }: Sql, sealing: Sealing): Tickets {
  const sealedFor = (chatId: number) => `support_ticket.context:${chatId}`;
  const hashes = (text: string, context?: TicketContext) =>
    [...findable(text), ...(context?.number ? [context.number] : [])].map((word) =>
      sealing.fingerprint(`support_ticket.word:${word}`),
    );
  const toTicket = (row: TicketRow): Ticket => ({
    id: row.id,
    chatId: row.chat_id,
    state: row.state,
    assignee: row.assignee ?? undefined,
    tags: row.tags,
    language: row.language,
    context: row.context ? sealing.open<TicketContext>(row.context, sealedFor(row.chat_id)) : noContext,
    topicId: row.topic_id ?? undefined,
    headerId: row.header_id ?? undefined,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    firstAnswerAt: row.first_answer_at ?? undefined,
  });
  const first = (rows: TicketRow[]): Ticket | undefined => rows[0] && toTicket(rows[0]);

  async function openTicket({ from, language, context, text, at }: Said, within: Sql) {
    const sealed = sealing.seal(context, sealedFor(from.chatId));
    const words = hashes(text, context);
    const since = new Date(at.getTime() - REOPEN_MS);
    const [again] = await within.query<TicketRow & { former_state: TicketState }>(sql.openAgain, [
      ...[from.chatId, at, since, language, sealed, words],
    ]);
    if (again) return { ticket: toTicket(again), before: again.former_state };
    const ticket = first(await within.query(sql.insert, [from.chatId, at, language, sealed, words]));
    if (!ticket) throw new Error('a ticket was not stored');
    return { ticket, before: 'nothing' as const };
  }

  return {
    async hear(said, groupId, within) {
      const { from, at } = said;
      if ((await within.query(sql.passedOn, [from.chatId, from.messageId])).length > 0) return undefined;
      const opened = await openTicket(said, within);
      await within.query(sql.addMessage, [opened.ticket.id, from.chatId, from.messageId, groupId, at]);
      return opened;
    },
    answer: async (ticketId, from, by, at, within) =>
      (await within.query(sql.answer, [ticketId, from.chatId, from.messageId, at, by])).length > 0,

    find: async (ticketId) => first(await query(sql.find, [ticketId])),
    findInGroup: async (groupId, { repliedId, topicId }) =>
      first(await query(sql.findInGroup, [groupId, repliedId ?? null, topicId ?? null])),
    async passedOn({ chatId, messageId }) {
      const [row] = await query<{ ticket_id: number; target_chat_id: number; target_message_id: number | null }>(
        sql.passedOn,
        [chatId, messageId],
      );
      return (
        row && {
          ticketId: row.ticket_id,
          targetChatId: row.target_chat_id,
          targetId: row.target_message_id ?? undefined,
        }
      );
    },
    isPassedOn: async ({ chatId, messageId }) => (await query(sql.isPassedOn, [chatId, messageId])).length > 0,
    async arrived({ chatId, messageId }, targetId) {
      await query(sql.arrived, [chatId, messageId, targetId]);
    },

    async setThread(ticketId, { topicId, headerId }) {
      await query(sql.setThread, [ticketId, topicId ?? null, headerId ?? null]);
    },
    async forgetThread(topicId) {
      await query(sql.forgetThread, [topicId]);
    },
    assign: async (ticketId, userId) => first(await query(sql.assign, [ticketId, userId])),
    setTags: async (ticketId, tags) => first(await query(sql.setTags, [ticketId, tags])),
    close: async (ticketId, at, within) => first(await within.query(sql.close, [ticketId, at])),
    reopen: async (ticketId, at) => first(await query(sql.reopen, [ticketId, at])),

    async search(wanted, limit) {
      const rows = await (() => {
        switch (wanted.by) {
          case 'state':
            return query<TicketRow>(sql.searchByState, [wanted.states, limit]);
          case 'id':
            return query<TicketRow>(sql.find, [wanted.id]);
          case 'tag':
            return query<TicketRow>(sql.searchByTag, [wanted.tag, limit]);
          case 'words':
            return searchWords(hashes(wanted.text), limit);
        }
      })();
      return rows.map(toTicket);
    },
    async tagsInUse(limit) {
      return (await query<{ tag: string }>(sql.tagsInUse, [limit])).map(({ tag }) => tag);
    },
    async forget(chatId) {
      await query(sql.forget, [chatId]);
    },
    async removeClosedBefore(moment) {
      await query(sql.removeClosed, [moment]);
    },
  };

  /** Every ticket contains no words. */
  function searchWords(words: readonly string[], limit: number): Promise<TicketRow[]> {
    return words.length === 0 ? Promise.resolve([]) : query<TicketRow>(sql.searchByWords, [words, limit]);
  }
}

const noContext: TicketContext = { number: undefined, step: null };
