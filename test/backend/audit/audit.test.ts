// The audit on a real database, with what somebody who can write that database might do to it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AuditCommandParts, runAuditCommand } from '../../../src/backend/audit/audit-command.ts';
import { createHeadExport } from '../../../src/backend/audit/export-head.ts';
import { type AuditLine, createAuditMac, FIRST_MAC } from '../../../src/backend/storage/audit-chain.ts';
import { createAuditReading } from '../../../src/backend/storage/audit-reading.ts';
import { statement } from '../../../src/database/sql.ts';
import { engines, openRig, type Rig } from '../storage/rig.ts';

const at = new Date('2026-11-22T10:00:00Z');
const LINES = 30;

describe.each(engines)('on %s', (engine) => {
  let rig: Rig;
  let folder: string;
  let headFile: string;
  beforeAll(async () => {
    rig = await openRig(engine, () => at);
    folder = await mkdtemp(join(tmpdir(), 'audit-'));
  });
  afterAll(async () => {
    await rig.close();
    await rm(folder, { recursive: true });
  });

  const script = (text: string) => rig.database.script(text);
  const append = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        rig.storage.audit.append({ at, actor: 'operator:1', action: 'read', subject: `${index}`, details: { index } }),
      ),
    );

  /** Thirty lines; the head was exported after the tenth and at the end. */
  beforeEach(async () => {
    await script(`TRUNCATE audit; UPDATE audit_head SET sequence = 0, mac = '${FIRST_MAC}'`);
    headFile = join(folder, `heads-${Math.random()}`);
    await append(10);
    expect(await run('export')).toEqual([0]);
    await append(LINES - 10);
    expect(await run('export')).toEqual([0]);
  });

  async function run(command: string, changes: Partial<AuditCommandParts> = {}): Promise<[number, ...string[]]> {
    const lines: string[] = [];
    const status = await runAuditCommand([command], {
      reading: createAuditReading(rig.database),
      macOf: createAuditMac(rig.dataKey),
      headFile,
      clock: () => at,
      write: (line) => void lines.push(line),
      ...changes,
    });
    return [status, ...lines];
  }

  test('nothing was changed', async () => {
    expect(await run('verify')).toEqual([0, '30 lines, 2 exported heads: nothing was changed']);
  });

  test.each([
    ['the time', `UPDATE audit SET at = at + interval '1 millisecond' WHERE sequence = 7`],
    ['the actor', `UPDATE audit SET actor = 'operator:2' WHERE sequence = 7`],
    ['the action', `UPDATE audit SET action = 'listed' WHERE sequence = 7`],
    ['the subject', `UPDATE audit SET subject = '' WHERE sequence = 7`],
    ['the details', `UPDATE audit SET details = '{"index": 6}' WHERE sequence = 7`],
    ['the MAC', `UPDATE audit SET mac = reverse(mac) WHERE sequence = 7`],
  ])('sees a changed line: %s', async (_, change) => {
    await script(change);
    const [status, first] = await run('verify');
    expect([status, first]).toEqual([1, 'line 7 was changed, moved, or written without the key']);
  });

  test('sees a removed line', async () => {
    await script('DELETE FROM audit WHERE sequence = 7');
    expect(await run('verify')).toEqual([1, 'lines 7 to 7 were removed', '29 lines, 2 exported heads: 1 findings']);
  });

  test('sees the first lines removed', async () => {
    await script('DELETE FROM audit WHERE sequence <= 3');
    expect(await run('verify')).toEqual([1, 'lines 1 to 3 were removed', '27 lines, 2 exported heads: 1 findings']);
  });

  test('sees two lines that changed places', async () => {
    await script(
      'UPDATE audit SET sequence = -7 WHERE sequence = 7; UPDATE audit SET sequence = 7 WHERE sequence = 8; UPDATE audit SET sequence = 8 WHERE sequence = -7',
    );
    const [status, ...lines] = await run('verify');
    expect(status).toBe(1);
    expect(lines.slice(0, 2)).toEqual([
      'line 7 was changed, moved, or written without the key',
      'line 8 was changed, moved, or written without the key',
    ]);
  });

  test('sees a line put in the place of a removed one, without the key', async () => {
    await script(`DELETE FROM audit WHERE sequence = 7;
      INSERT INTO audit SELECT 7, at, actor, 'logged-out', subject, details, previous, mac FROM audit WHERE sequence = 8`);
    expect(await run('verify')).toContain('line 7 was changed, moved, or written without the key');
  });

  test('sees a cut end by the head in the database', async () => {
    await script('DELETE FROM audit WHERE sequence > 25');
    expect(await run('verify', { headFile: undefined })).toContain('the log ends with line 25, but its head says 30');
  });

  const cutEndAndHead = () =>
    script(`DELETE FROM audit WHERE sequence > 25;
      UPDATE audit_head SET sequence = 25, mac = (SELECT mac FROM audit WHERE sequence = 25)`);

  test('sees a cut end by the exported head alone, when the head in the database was set back too', async () => {
    await cutEndAndHead();
    const [status, ...lines] = await run('verify', { headFile: undefined });
    expect([status, lines.at(-1)]).toEqual([0, '25 lines, 0 exported heads: nothing was changed']);
    expect(lines[0]).toMatch(/^AUDIT_HEAD_FILE is not set/);
    expect(await run('verify')).toContain('the log ends with line 25, but had 30 lines when its head was exported');
  });

  test('sees a cut end when the log has grown past it since', async () => {
    await cutEndAndHead();
    await append(20);
    expect(await run('verify')).toContain('line 30 is another one than when its head was exported');
    await run('export');
    expect((await run('verify'))[0]).toBe(1);
  });

  test('sees a log that was written anew by somebody with the key', async () => {
    const macOf = createAuditMac(rig.dataKey);
    const lines = await rig.database.query<AuditLine>(statement('test_lines', 'SELECT * FROM audit ORDER BY sequence'));
    let previous = FIRST_MAC;
    for (const line of lines) {
      const forged = { ...line, previous, action: line.sequence === 7 ? 'listed' : line.action };
      previous = macOf(forged);
      await script(
        `UPDATE audit SET action = '${forged.action}', previous = '${forged.previous}', mac = '${previous}' WHERE sequence = ${line.sequence}`,
      );
    }
    await script(`UPDATE audit_head SET mac = '${previous}'`);
    expect((await run('verify', { headFile: undefined }))[0]).toBe(0);
    expect(await run('verify')).toEqual([
      1,
      'line 10 is another one than when its head was exported',
      'line 30 is another one than when its head was exported',
      '30 lines, 2 exported heads: 2 findings',
    ]);
  });

  test('does not take what another key wrote for its own', async () => {
    const [status, ...lines] = await run('verify', { macOf: createAuditMac(new Uint8Array(32)) });
    expect([status, lines.at(-1)]).toEqual([1, '30 lines, 2 exported heads: 30 findings']);
  });

  test('refuses a file of heads that is none', async () => {
    await writeFile(headFile, 'all is well\n');
    await expect(run('verify')).rejects.toThrow('line 1 is not an exported head');
  });

  test('prints the head, and tells how it is used', async () => {
    const [{ mac }] = (await rig.database.query(statement('test_the_head', 'SELECT mac FROM audit_head'))) as [
      { mac: string },
    ];
    expect(await run('head')).toEqual([0, `30 ${mac}`]);
    expect((await run('check'))[0]).toBe(2);
    expect((await run('export', { headFile: undefined }))[0]).toBe(2);
  });

  test('a page at a time, however long it is', async () => {
    await script(`TRUNCATE audit; INSERT INTO audit SELECT n, now(), 'a', 'b', '', '{}', repeat('0', 64), repeat('0', 64)
      FROM generate_series(1, 20000) n; UPDATE audit_head SET sequence = 20000`);
    let most = 0;
    const query: typeof rig.database.query = async (wanted, values) => {
      const rows = await rig.database.query<never>(wanted, values);
      most = Math.max(most, rows.length);
      return rows;
    };
    const [status, ...lines] = await run('verify', { reading: createAuditReading({ ...rig.database, query }) });
    expect([status, most, lines.length]).toEqual([1, 1_000, 52]);
  });

  test('the head is exported when it has moved, and only then', async () => {
    const told: number[] = [];
    const file = join(folder, 'of-the-backend');
    const reading = createAuditReading(rig.database);
    const exportHead = createHeadExport({
      reading,
      file,
      clock: () => at,
      tell: ({ sequence }) => told.push(sequence),
    });
    await exportHead();
    await exportHead();
    await append(1);
    await exportHead();
    expect(told).toEqual([30, 31]);
    const sequences = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[1]);
    expect(sequences).toEqual(['30', '31']);
    expect(await run('verify', { headFile: file })).toEqual([0, '31 lines, 2 exported heads: nothing was changed']);
  });

  test('an IIN is masked and free text blotted out, whoever appends it', async () => {
    const details = {
      iin: '851231490804',
      text: 'Меня зовут Айгерім',
      mail: 'aigerim@example.kz',
      serial: `4${'0'.repeat(31)}`,
    };
    await rig.storage.audit.append({ at, actor: 'operator:1', action: 'searched', subject: '851231490804', details });
    const [line] = await rig.database.query<AuditLine>(
      statement('test_last_line', 'SELECT * FROM audit ORDER BY sequence DESC LIMIT 1'),
    );
    expect(line?.subject).toBe('8512****0804');
    expect(JSON.parse(line?.details ?? '')).toEqual({ ...details, iin: '8512****0804', text: '…', mail: '…' });
    expect((await run('verify'))[0]).toBe(0);
  });
});
