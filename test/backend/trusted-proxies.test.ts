// Whose word counts on who asks: limits per address behind a reverse proxy, and without one.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningBackend, runBackend } from './running-backend.ts';

const WRONG_TOKENS = 5;
const limits = { requestLimits: { perOwner: 1_000, perClient: 1_000, wrongTokens: WRONG_TOKENS } };
const settings: readonly [string, string, 'each' | 'together'][] = [
  ['without a proxy nobody’s X-Forwarded-For is believed', '', 'together'],
  ['nor that of another machine than the proxy', '192.0.2.7', 'together'],
  ['behind a proxy each address is counted for itself', '127.0.0.0/8, 192.0.2.7', 'each'],
];

describe.each(settings)('%s (TRUSTED_PROXIES=%s)', (_, TRUSTED_PROXIES, counted) => {
  let running: RunningBackend;
  beforeAll(async () => {
    running = await runBackend({ TRUSTED_PROXIES }, limits);
  });
  afterAll(() => running.stop());

  const from = (address: string) => ({ 'x-forwarded-for': address });

  test('tries to log in', async () => {
    const logIn = async (address: string, name: string) => {
      const page = await fetch(`${running.backend.deskUrl}/login`, { headers: from(address) });
      const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
      const cookie = page.headers.getSetCookie().map((each) => each.split(';')[0]);
      const answer = await fetch(`${running.backend.deskUrl}/login`, {
        method: 'POST',
        body: new URLSearchParams({ csrf, name, password: 'a wrong guess' }),
        headers: { ...from(address), cookie: cookie.join('; ') },
      });
      return answer.status;
    };
    // One account is locked after five tries, and then costs nobody the time of a hash.
    const statuses: number[] = [];
    for (let tries = 0; tries < 41; tries++) statuses.push(await logIn('198.51.100.1', 'guessed'));
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(await logIn('198.51.100.1', 'another')).toBe(429);
    expect(await logIn('198.51.100.2', 'another')).toBe(counted === 'each' ? 401 : 429);
  });

  test('requests with a wrong token', async () => {
    const ask = async (address: string) =>
      (
        await fetch(`${running.backend.url}/v1/regions`, {
          headers: { ...from(address), authorization: 'Bearer wrong' },
        })
      ).status;
    for (let tries = 0; tries < WRONG_TOKENS; tries++) expect(await ask('198.51.100.1')).toBe(401);
    expect(await ask('198.51.100.1')).toBe(429);
    expect(await ask('203.0.113.9, 198.51.100.1')).toBe(429); // what the visitor wrote before the proxy added to it
    expect(await ask('198.51.100.2')).toBe(counted === 'each' ? 401 : 429);
  });
});
