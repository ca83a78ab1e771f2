// The audit: append-only, each line's MAC over its content and the MAC before it, so a changed, removed or moved line shows.
import { createHmac, hkdfSync } from 'node:crypto';
import { batch } from '../../database/batch.ts';
import type { Database } from '../../database/database.ts';
import { type Sql, statement } from '../../database/sql.ts';
import { maskIin } from '../../domain/iin.ts';
import type { Audit, AuditEntry } from '../applications/audit.ts';

const lockHead = statement('audit_lock_head', 'SELECT sequence, mac FROM audit_head WHERE id = 1 FOR UPDATE');
const insert = statement(
  'audit_insert',
  `WITH head AS (UPDATE audit_head SET sequence = ($1::bigint[])[cardinality($1::bigint[])], mac = $9 WHERE id = 1)
   INSERT INTO audit (sequence, at, actor, action, subject, details, previous, mac)
   SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
);

export interface AuditLine {
  readonly sequence: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: string;
  readonly previous: string;
  readonly mac: string;
}

export interface AuditChain extends Audit {
  /** Within the transaction of what it tells of. Locks the chain until the commit: append last. */
  appendTo(sql: Sql, entries: readonly AuditEntry[]): Promise<void>;
}

export const FIRST_MAC = '0'.repeat(64);

export type AuditMac = (line: Omit<AuditLine, 'mac'>) => string;

export function createAuditMac(secret: Uint8Array): AuditMac {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'nca-ssl-bot audit', 32));
  return ({ sequence, at, actor, action, subject, details, previous }) =>
    createHmac('sha256', key)
      .update(JSON.stringify([previous, sequence, at.toISOString(), actor, action, subject, details]))
      .digest('hex');
}

export function createAuditChain(database: Database, macOf: AuditMac): AuditChain {
  const appendTo = async (sql: Sql, entries: readonly AuditEntry[]) => {
    if (entries.length === 0) return;
    const [head] = await sql.query<{ sequence: number; mac: string }>(lockHead);
    if (!head) throw new Error('the audit has no head');
    const lines = chain(head, entries, macOf);
    const column = <Name extends keyof AuditLine>(name: Name) => lines.map((line) => line[name]);
    await sql.query(insert, [
      column('sequence'),
      column('at'),
      column('actor'),
      column('action'),
      column('subject'),
      column('details'),
      column('previous'),
      column('mac'),
      lines.at(-1)?.mac,
    ]);
  };
  const appendTogether = batch(async (entries: readonly AuditEntry[]) => {
    await database.transaction((sql) => appendTo(sql, entries));
    return [];
  }, 200);
  return { appendTo, append: appendTogether };
}

function chain(head: { sequence: number; mac: string }, entries: readonly AuditEntry[], macOf: AuditMac): AuditLine[] {
  let { sequence, mac } = head;
  return entries.map(({ at, actor, action, subject, details = {} }) => {
    sequence += 1;
    const words = { actor: plain(actor), action, subject: plain(subject), details: JSON.stringify(details, blotOut) };
    const line = { sequence, at, ...words, previous: mac };
    mac = macOf(line);
    return { ...line, mac };
  });
}

/** Codes, numbers, serials, ids: nothing that somebody could have typed. */
const CODE = /^[\w.:,+/-]{0,128}$/;
/** An IIN alone, not twelve digits within a serial. */
const IIN = /(?<![\da-z])\d{12}(?![\da-z])/gi;

/** The last net: nobody is to append such a thing, and if somebody does, it is not in the audit for ever. */
const plain = (text: string): string => (CODE.test(text) ? text.replace(IIN, maskIin) : '…');

const blotOut = (_: string, value: unknown): unknown => (typeof value === 'string' ? plain(value) : value);
