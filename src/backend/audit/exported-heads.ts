// The file of exported heads: one line each, appended and never rewritten. It belongs where whoever can write the database cannot.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { AuditHead } from './verify-audit.ts';

/** `2026-11-22T10:00:00.000Z 1234 <MAC in hex>` */
export async function appendHead(path: string, { sequence, mac }: AuditHead, at: Date): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.write(`${at.toISOString()} ${sequence} ${mac}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Those that are there now; none when there is no file. Throws for a line that is no head: somebody was at the file. */
export async function* readHeads(path: string): AsyncGenerator<AuditHead> {
  const size = await stat(path).then(
    (stats) => stats.size,
    () => 0,
  );
  if (size === 0) return;
  const lines = createInterface({
    input: createReadStream(path, { end: size - 1 }),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const [, sequence, mac] = /^\S+ (\d{1,15}) ([0-9a-f]{64})$/.exec(line) ?? [];
    if (sequence === undefined || mac === undefined) throw new Error(`${path}: line ${number} is not an exported head`);
    yield { sequence: Number(sequence), mac };
  }
}
