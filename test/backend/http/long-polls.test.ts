import { expect, test } from '@jest/globals';
import type { Call, Handlers } from '../../../src/backend/http/handler.ts';
import { capLongPolls } from '../../../src/backend/http/long-polls.ts';

/** Calls that wait until they are let go. */
function waitingRoom() {
  const waiting: (() => void)[] = [];
  const handlers = {
    statusChanges: ({ query }: Call<'statusChanges'>) =>
      query.wait === 0
        ? Promise.resolve({ value: 'at once' })
        : new Promise((resolve) => waiting.push(() => resolve({ value: 'after a while' }))),
  } as unknown as Handlers;
  const capped = capLongPolls(handlers, { perClient: 2, ofAll: 3 });
  const call = (client: string, wait = 20) =>
    capped.statusChanges({ client, query: { after: 0, wait } } as unknown as Call<'statusChanges'>);
  return { call, letGo: () => waiting.shift()?.() };
}

const refused = { because: 'too-many-tries', retryAfter: 1 };

test('an address waits with two calls at once, all together with three', async () => {
  const { call, letGo } = waitingRoom();
  const [first, second] = [call('a'), call('a')];
  expect(await call('a')).toEqual(refused);
  const third = call('b');
  expect(await call('c')).toEqual(refused);
  expect(await call('c', 0)).toEqual({ value: 'at once' });
  letGo();
  expect(await first).toEqual({ value: 'after a while' });
  const fourth = call('c');
  expect(await call('d')).toEqual(refused);
  for (let each = 0; each < 3; each++) letGo();
  await Promise.all([second, third, fourth]);
  const [fifth, sixth] = [call('a'), call('a')];
  expect(await call('a')).toEqual(refused);
  letGo();
  letGo();
  expect(await Promise.all([fifth, sixth])).toHaveLength(2);
});
