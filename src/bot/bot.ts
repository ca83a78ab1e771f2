// The bot, put together by hand: everything it is made of is named here once.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino, { type Logger } from 'pino';
import { BackendUnreachable, createBackendClient } from '../contract/client.ts';
import { openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrations.ts';
import type { Clock } from '../domain/clock.ts';
import { keptSecret } from '../environment/kept-secret.ts';
import { buildKeyPage } from '../key-page/build.ts';
import { createTranslate } from '../messages/messages.ts';
import { createSealing } from '../sealing/sealing.ts';
import type { BotConfig } from './config.ts';
import { pauseFor } from './inbox/backoff.ts';
import { createInbox, type Inbox } from './inbox/inbox.ts';
import { createDispatch, type Route } from './inbox/routes.ts';
import type { SendNow } from './inbox/send.ts';
import { type Job, startJobs } from './jobs/jobs.ts';
import { createKeyLinks } from './key-links/key-links.ts';
import { openBroadcasts } from './open-broadcasts.ts';
import { openConversation } from './open-conversation.ts';
import { openStats } from './open-stats.ts';
import { openSupport, setStaffCommands } from './open-support.ts';
import { openWeb } from './open-web.ts';
import { createReading } from './reading/reading.ts';
import { followStatusChanges } from './status-changes/follow.ts';
import { createInboxStore } from './storage/inbox-store.ts';
import { createKeyLinkStore } from './storage/key-link-store.ts';
import { takeLease } from './storage/leases.ts';
import { createStaffAudit, createStaffStore } from './storage/staff-store.ts';
import { isSupportOutage } from './support/parts.ts';
import { MAX_FILE_BYTES as MAX_PASSED_ON_BYTES } from './support/refuse-file.ts';
import { announceWebhook } from './telegram/announce-webhook.ts';
import { createBotApi } from './telegram/bot-api.ts';
import { setCommands } from './telegram/commands.ts';
import { createDownload } from './telegram/download.ts';
import { whoGoesOn } from './telegram/goes-on.ts';
import { type PollingParts, poll } from './telegram/polling.ts';

export interface Bot {
  /** Health, metrics and the webhook. */
  readonly url: string;
  /** Rejects when the bot can not go on until an operator has changed something. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

const MIGRATIONS = fileURLToPath(new URL('../../prisma/bot', import.meta.url));
/** How long somebody waits for a file that was made for them. */
const SEND_MS = 20_000;
const JOBS_AFTER_MS = 15_000;

export async function startBot(
  config: BotConfig,
  options: { readonly clock?: Clock; readonly log?: Logger } = {},
): Promise<Bot> {
  const { clock = () => new Date(), log = pino({ level: config.logLevel, name: 'bot' }, pino.destination(2)) } =
    options;
  const keyPageFiles = buildKeyPage(); // esbuild is a process of its own and needs nobody to wait for it yet
  const sealing = createSealing(config.dataKey ?? (await keptSecret(join(config.dataDir, 'bot', 'data-key'))));
  const database = await openDatabase(
    config.databaseUrl === undefined
      ? { kind: 'embedded', directory: join(config.dataDir, 'bot') }
      : { kind: 'postgresql', url: config.databaseUrl, connections: config.databaseConnections },
  );
  await migrate(database, MIGRATIONS);

  const api = createBotApi({ token: config.token, apiRoot: config.apiRoot });
  const backend = createBackendClient(config.backendUrl, config.backendToken);
  const keyLinkStore = createKeyLinkStore(database, sealing);
  const keyLinks = createKeyLinks(keyLinkStore, {
    publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
    clock,
    randomBytes,
  });
  const translate = createTranslate();
  const sendNow: SendNow = (effect, signal) =>
    inbox.send(effect, { signal: AbortSignal.any([AbortSignal.timeout(SEND_MS), ...(signal ? [signal] : [])]) });
  const reading = config.reading
    ? createReading({}, ({ name }) => log.error({ errorClass: name }, 'the reading of a picture broke off'))
    : undefined;
  const conversation = openConversation(config, { api, backend, keyLinks, reading, translate, sendNow, clock });
  const { flow, regions, handle, apology, isSecret } = conversation;
  const store = createInboxStore(database, sealing, { isAlone: config.databaseUrl === undefined });
  const staff = createStaffStore(database, sealing);
  await staff.addFirstOwners(config.staffIds);
  const support =
    config.staffGroup &&
    openSupport({
      ...{ ...config.staffGroup, groupId: config.staffGroup.id },
      ...{ database, sealing, api, flow, staff, translate, sendNow, clock, log },
      inbox: () => inbox,
      audit: createStaffAudit(database),
      download: createDownload(api, config, MAX_PASSED_ON_BYTES),
      look: reading?.look,
    });
  const stats = openStats({ database, staff, flow, translate, clock, groupId: config.staffGroup?.id });
  const hashChat = (chatId: number) => sealing.fingerprint(`chat:${chatId}`).slice(0, 12);
  const broadcasts = openBroadcasts({
    ...{ database, sealing, api, staff, translate, sendNow, hashChat, clock, log },
    inbox: () => inbox,
    regions: regions.list,
    settings: config.broadcasts,
  });
  /** Who looks at an event before the applicant's conversation, in this order. */
  const routes: readonly Route[] = [...broadcasts.routes, ...(support ? [support.route] : []), stats];
  const inbox = createInbox({
    ...{ store, api, apology, isSecret, hashChat, log },
    handle: createDispatch(routes, handle),
    isOutage: (error) => error instanceof BackendUnreachable || isSupportOutage(error),
  });

  /** Whoever writes while their picture is being read does not want to wait for it. */
  const accept: Inbox['accept'] = async (updates) => {
    await inbox.accept(updates);
    for (const owner of updates.map(whoGoesOn)) if (owner !== undefined) reading?.stop(owner);
  };
  const stopping = new AbortController();
  const awaitsKey = async (chatId: number) => conversation.awaitsKey(await store.stateOf(chatId));
  const web = await openWeb(config, { inbox, accept, database, keyLinks, keyPageFiles, awaitsKey, log });
  await inbox.start();
  const following = followStatusChanges({ database, inbox, backend, log }, stopping.signal);
  const sending = broadcasts.run(stopping.signal);
  const mayPoll = () => takeLease(database, 'polling', inbox.instance());
  const intake = takeUpdatesIn(config, { api, accept, mayPoll, log }, stopping.signal);
  const scheduled: readonly Job[] = [
    { name: 'expired-links', cron: '*/10 * * * *', run: () => keyLinkStore.removeExpired(clock()) },
    { name: 'old-events', cron: '25 * * * *', run: store.purge },
    ...[broadcasts.forgetOld, ...(support ? [support.forgetOld] : [])],
  ];
  // pg-boss takes the embedded engine a second to start, which the first answers need more.
  const jobs = pauseFor(JOBS_AFTER_MS, stopping.signal).then(() =>
    stopping.signal.aborted ? undefined : startJobs(database, scheduled, log),
  );
  jobs.catch((error: Error) => log.error({ errorClass: error.name }, 'the job queue did not start'));
  // The menu is decoration: a Telegram that does not answer now must not keep the bot from starting.
  void setCommands(api, translate)
    .then(() => config.staffGroup && setStaffCommands(api, config.staffGroup.id, translate))
    .catch((error: Error) => log.warn({ errorClass: error.name }, 'the menu is not set'));

  return {
    url: web.url,
    ended: intake,
    async close() {
      stopping.abort();
      await Promise.allSettled([intake, following, sending]);
      await inbox.stop();
      await reading?.close();
      await jobs.then((started) => started?.stop()).catch(() => undefined);
      await web.close();
      await database.close();
    },
  };
}

async function takeUpdatesIn({ updates }: BotConfig, parts: PollingParts, signal: AbortSignal): Promise<void> {
  if (updates.mode === 'polling') return poll(parts, signal);
  await announceWebhook(parts.api, updates.url, updates.secret);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
