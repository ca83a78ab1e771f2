// Sixty kills here; `npm run kills` does two hundred, which take three minutes on a busy machine of two cores.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeFolder } from '../../csr/requests.ts';
import { postgresqlMissing } from '../../support/postgresql.ts';
import { type Ground, type Killed, openGround } from './kills.ts';

const KILLS = Number(process.env['KILLS'] ?? 60);

(postgresqlMissing ? describe.skip : describe)('killed at random moments, and PostgreSQL with it', () => {
  let ground: Ground;
  let killed: Killed;
  beforeAll(async () => {
    ground = await openGround();
    killed = await ground.kill(KILLS);
    const { kills, serverKills, approved, found } = killed;
    process.stderr.write(
      `${kills} kills, ${serverKills} of PostgreSQL, ${approved} approvals; ${JSON.stringify(found)}\n`,
    );
  }, 600_000);
  afterAll(async () => {
    await ground?.close();
    removeFolder();
  });

  test('every approval has exactly one certificate, found by its serial, told of once; none is an orphan', () => {
    expect(killed.wrong).toEqual([]);
    expect(killed.approved).toBeGreaterThan(KILLS);
  });

  test('the kills fell before the bytes were stored, before the signature, and between signature and storing', () => {
    for (const count of Object.values(killed.found)) expect(count).toBeGreaterThan(0);
    expect(killed.serverKills).toBeGreaterThan(0);
  });
});
