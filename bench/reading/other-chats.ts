// Somebody else talks to the bot while pictures are read: how long until each reply is there.
import { createEngine } from '../../src/bot/conversation/engine.ts';
import { createFlow } from '../../src/bot/conversation/flow.ts';
import { createHandleEvent } from '../../src/bot/telegram/handle-event.ts';
import { createTranslate } from '../../src/messages/messages.ts';
import { createTestBackend } from '../../test/support/backend.ts';

const EVERY_MS = 50;

/** Ends with the times, from the moment at which the message was due. */
export function talkMeanwhile(): { stop(): Promise<readonly number[]> } {
  const { services } = createTestBackend(() => new Date());
  const flow = createFlow(services, { pictureCode: true });
  const draftLifetime = { days: 7 };
  const engine = createEngine({ flow, services, buildFiles: () => [], draftLifetime });
  const handle = createHandleEvent({
    ...{ engine, flow, draftLifetime, translate: createTranslate(), clock: () => new Date() },
    download: async () => new Uint8Array(),
  });
  const times: number[] = [];
  const replies: Promise<void>[] = [];
  let due = performance.now() + EVERY_MS;
  const reply = async (since: number, at: number): Promise<void> => {
    const message = { message_id: at, chat: { id: 7, type: 'private' }, from: { id: 7 }, text: '/help' };
    await handle(
      { key: `other:${at}`, chatId: 7, receivedAt: new Date(), kind: 'telegram', payload: { update_id: at, message } },
      { id: 7, state: undefined },
      { hurry: () => undefined, signal: new AbortController().signal },
    );
    times.push(performance.now() - since);
  };
  let timer: NodeJS.Timeout;
  const next = () => {
    // Where the loop came late, every message that was due meanwhile has waited since its own time.
    for (; due <= performance.now(); due += EVERY_MS) replies.push(reply(due, replies.length + 1));
    timer = setTimeout(next, due - performance.now());
  };
  next();
  return {
    async stop() {
      clearTimeout(timer);
      await Promise.all(replies);
      return times;
    },
  };
}
