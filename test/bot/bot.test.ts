import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type StartedBot, startStaffedBot } from './broadcast/started-bot.ts';

const PERSON = 610_001;
let bot: StartedBot;
beforeAll(async () => {
  bot = await startStaffedBot({});
});
afterAll(() => bot.close());

test('on the embedded database nobody waits for a predecessor that was killed', async () => {
  const chat = bot.chat(PERSON);
  await chat.says('/start', 'SSL certificates');
  const left = await bot.ask(`WITH killed AS (
      INSERT INTO instance (id, alive_until) VALUES ('killed', now() + interval '1 hour') RETURNING id
    ) UPDATE conversation SET owner = killed.id FROM killed WHERE chat_id = ${PERSON} RETURNING owner`);
  expect(left).toEqual([{ owner: 'killed' }]);
  await chat.says('/status', 'number');
});
