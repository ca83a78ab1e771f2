// A strict Bot API server and a chat page in one program, for trying and testing a bot with no token and no network.
// It refuses what the real one refuses, in its words. It must not know the bot, the backend or their values.
import { randomBytes } from 'node:crypto';
import { createBotApi } from './bot-api.ts';
import { type CallLog, createCallLog } from './call-log.ts';
import { createWorld } from './create-world.ts';
import { createFaults, type FaultRule } from './faults.ts';
import { createGroup, type GroupRequest, type LocalGroup } from './group.ts';
import { addBotRoutes } from './http/bot-routes.ts';
import { addLocalRoutes } from './http/local-routes.ts';
import { createServer } from './http/server.ts';
import { createPerson, type Person } from './person.ts';
import { createSendRate, type SendRate } from './send-rate.ts';
import { defaultPeople } from './state/people.ts';
import type { LocalUser } from './types.ts';
import type { WebhookTiming } from './updates/webhook.ts';

export interface LocalTelegramOptions {
  port?: number;
  host?: string;
  /** Of the form `<digits>:<letters>`; made at random when not given. */
  token?: string;
  /** Where chats survive a restart; without it everything is in memory. */
  directory?: string;
  people?: readonly LocalUser[];
  clock?: () => Date;
  /** How long a press can be answered; 15 minutes by default. */
  queryLifetimeMs?: number;
  webhook?: Partial<WebhookTiming>;
  /** Compare each call with the official specification; off for load runs. */
  validate?: boolean;
}

export interface LocalTelegram {
  /** What goes into TELEGRAM_API_ROOT; the chat page is at `/`. */
  readonly url: string;
  readonly token: string;
  readonly users: readonly LocalUser[];
  person(userId: number): Person;
  addPerson(user: Omit<LocalUser, 'synthetic' | 'staff'> & { staff?: boolean }): Person;
  /** A group the bot is in as an administrator; the same one again when the id is known. */
  group(request: GroupRequest): LocalGroup;
  readonly calls: CallLog;
  fail(rule: FaultRule): void;
  clearFaults(): void;
  restrictRate(perSecond: number | undefined): void;
  readonly rate: SendRate['counted'];
  close(): Promise<void>;
}

export async function startLocalTelegram(options: LocalTelegramOptions = {}): Promise<LocalTelegram> {
  const { port = 0, host = '127.0.0.1', token = `7000000000:local${randomBytes(15).toString('hex')}` } = options;
  const log = createCallLog();
  const faults = createFaults();
  const rate = createSendRate(() => performance.now());
  const world = createWorld({ ...options, token, people: options.people ?? defaultPeople }, (call) => {
    const { method, ...values } = call;
    const perform = { method: String(method), values, files: new Map(), multipart: false, asText: false };
    void api.call({ ...perform, signal: new AbortController().signal });
  });
  const api = createBotApi({ world, log, faults, rate, validate: options.validate ?? true });
  const person = (userId: number) => {
    const user = world.people.byId(userId);
    if (!user) throw new Error(`No local user ${userId}`);
    return createPerson(world, user);
  };

  const server = await createServer();
  addBotRoutes(server, { token, api, files: world.files });
  addLocalRoutes(server, { world, log, faults, rate, person, host });
  const url = await server.listen({ port, host });

  return {
    url,
    token,
    get users() {
      return world.people.all();
    },
    person,
    addPerson(user) {
      world.people.add({ staff: false, ...user, synthetic: true });
      return person(user.id);
    },
    group: (request) => createGroup(world, request),
    calls: log,
    fail: faults.add,
    clearFaults: faults.clear,
    restrictRate: rate.restrict,
    rate: rate.counted,
    async close() {
      world.polling.close();
      world.webhook.close();
      await server.close();
      world.journal.close();
    },
  };
}
