// The backend, put together by hand. Reads top to bottom: database, parts, what can be done with them, server, jobs.
import { setTimeout as delay } from 'node:timers/promises';
import pino, { type Logger } from 'pino';
import type { Clock } from '../domain/clock.ts';
import { createBoss } from '../job-queue/boss.ts';
import { createTranslate } from '../messages/messages.ts';
import { createSealing } from '../sealing/sealing.ts';
import { choosePeople, openAuthority, openMail, readBlockedKeys } from './adapters.ts';
import type { DeskWork } from './applications/desk-work.ts';
import { type LimitTable, limits as usualLimits } from './applications/limits.ts';
import { createHeadExport } from './audit/export-head.ts';
import { keepRevocationList } from './ca/kept-revocation-list.ts';
import type { BackendConfig } from './config.ts';
import { deskPlugin } from './desk/desk.ts';
import { createOperators } from './desk/operators/operators.ts';
import { createFormsInWorker } from './forms/forms-in-worker.ts';
import { type RequestLimits, registerApi, requestLimits } from './http/api.ts';
import { auditCalls } from './http/audited-handlers.ts';
import { closeServer } from './http/close-server.ts';
import { capLongPolls } from './http/long-polls.ts';
import { servePublicFiles } from './http/public-files.ts';
import { createServer } from './http/server.ts';
import { createEnqueue, openQueues, startJobs } from './jobs/jobs.ts';
import { createSweeps } from './jobs/sweeps.ts';
import { describeError } from './log/describe-error.ts';
import { createBounceAddresses } from './mail/bounces/bounce-address.ts';
import { startBounceServer } from './mail/bounces/bounce-server.ts';
import { openMigrated } from './open-database.ts';
import { syntheticPersons } from './people/synthetic-persons.ts';
import { readRegions } from './regions/regions.ts';
import { resolveSecrets } from './secrets.ts';
import { createAuditLog } from './storage/audit-log.ts';
import { createAuditReading } from './storage/audit-reading.ts';
import { openStorage } from './storage/storage.ts';
import { createUseCases } from './use-cases.ts';

export interface BackendOptions {
  readonly clock?: Clock;
  readonly log?: Logger;
  /** For benchmarks, and for tests that are about something else. */
  readonly limits?: LimitTable;
  readonly requestLimits?: RequestLimits;
}

export interface Backend {
  /** Without a path; the API is below /v1. */
  readonly url: string;
  readonly token: string;
  readonly deskUrl: string;
  /** Only with the embedded mailbox. */
  readonly mailboxUrl: string | undefined;
  /** While nobody has ever logged in at the desk: the one-time password of the operator `admin`. */
  readonly firstOperatorPassword: string | undefined;
  /** What operators do, without the pages around it. */
  readonly desk: DeskWork;
  /** Runs at once what otherwise runs by the clock: deadlines, unfinished signings, upkeep. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

type Closer = () => Promise<void> | void;

export async function startBackend(config: BackendConfig, options: BackendOptions = {}): Promise<Backend> {
  const closers: Closer[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { ...(await start(config, options, (closer) => closers.push(closer))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  config: BackendConfig,
  options: BackendOptions,
  onClose: (closer: Closer) => void,
): Promise<Omit<Backend, 'close'>> {
  const { clock = () => new Date(), log = createLog(config), limits: limitTable = usualLimits } = options;
  const onError = (error: unknown) => log.error({ error: describeError(error) }, 'a job failed');
  const secrets = await resolveSecrets(config);
  const { token, dataKey } = secrets;
  const sealing = createSealing(dataKey);
  const regions = await readRegions(config.regionsFile);
  const blockedKeys = await readBlockedKeys(config.blockedKeysFile);

  const database = await openMigrated(config, CONNECTIONS);
  onClose(() => database.close());
  const boss = createBoss(database, onError);
  await openQueues(boss);
  onClose(() => boss.engine.stop({ graceful: true, close: false, timeout: 5_000 }));
  const enqueueLetters = createEnqueue(boss);
  const { bouncePort } = config;
  const keepSentLetters = bouncePort !== undefined;
  const storage = await openStorage({ database, sealing, dataKey, clock, enqueueLetters, keepSentLetters });
  if (config.databaseUrl === undefined) await storage.certificates.endLeases(); // a PGlite folder has one process

  let url = config.publicUrl ?? '';
  const passphrase = secrets.caPassphrase;
  const report = (trouble: string) => log.warn({ trouble }, 'trouble with the certificate authority');
  const authority = await openAuthority(config, { passphrase, blockedKeys, clock, report, publicUrl: () => url });
  onClose(() => authority.close?.());
  if (config.authority.kind === 'embedded')
    log.info({ zlint: config.zlint ?? 'not on the PATH' }, 'linters: own rules, zlint');
  const translate = createTranslate();
  const addresses = bouncePort === undefined ? undefined : createBounceAddresses(dataKey, config.mailFrom);
  const mail = await openMail(config, { translate, regions, returnPath: addresses?.of });
  onClose(mail.close);
  const forms = createFormsInWorker();
  onClose(forms.close);
  const { handlers, desk, issue, revoke, sendLetter } = createUseCases({
    storage,
    people: choosePeople(config),
    authority,
    forms,
    mailer: mail.mailer,
    regions,
    sealing,
    clock,
    limitTable,
    blockedKeys,
    onError,
    pictureCodeRequired: config.pictureCode === 'on',
    compromisedAtOnce: config.compromisedAtOnce,
    fourEyes: config.desk.fourEyes,
  });
  const operators = createOperators(database, sealing, clock, desk.fingerprintOf);

  const app = createServer(log, config.trustedProxies);
  const { closing, close } = closeServer(app);
  onClose(close);
  await registerApi(app, {
    handlers: auditCalls(capLongPolls(handlers), { audit: storage.audit, limits: storage.limits, clock }),
    token,
    limits: options.requestLimits ?? requestLimits,
    closing,
    onTokenRefused: () =>
      storage.audit.append({ at: clock(), actor: 'front-end', action: 'token-refused', subject: '' }),
  });
  const { createRevocationList: sign } = authority;
  servePublicFiles(app, {
    root: authority.rootCertificate,
    issuer: authority.issuerCertificate,
    revocationList: sign && keepRevocationList(storage.revocations, sign, clock),
  });
  await app.register(
    deskPlugin({
      work: desk,
      operators,
      regions,
      audit: storage.audit,
      auditLog: createAuditLog(database),
      database,
      sealing,
      clock,
      translate,
      secondFactorRequired: config.desk.secondFactorRequired,
      secure: config.publicUrl?.startsWith('https:') ?? false,
      exampleIin: config.peopleUrl === undefined ? [...syntheticPersons.keys()].at(-1) : undefined,
    }),
    { prefix: '/desk' },
  );
  if (mail.page) await app.register(mail.page, { prefix: '/mail' });
  const address = await app.listen({ host: config.host, port: config.port });
  url = config.publicUrl ?? address;

  const exportAuditHead = createHeadExport({
    reading: createAuditReading(database),
    file: config.auditHeadFile,
    clock,
    tell: (head) => log.info(head, 'the end of the audit'),
  });
  if (bouncePort !== undefined && addresses) {
    const bounces = await startBounceServer({
      host: config.host,
      port: bouncePort,
      addresses,
      onFailed: (letter, status) =>
        storage.refusedLetters.refuse(letter, clock(), { because: status, permanent: status.startsWith('5') }),
      onTaken: (code) => log.info({ code }, 'a delivery report'),
      onError,
    });
    onClose(bounces.close);
  }
  const parts = { storage, issue, revoke, onError, clock, exportAuditHead };
  const sweeps = createSweeps({
    ...parts,
    signingAtOnce: authority.atOnce,
    refusedKeptDays: config.refusedKeptDays,
    requeueLetters: (ids) => enqueueLetters(database, ids),
  });
  const sweep = async () => {
    for (const { run } of Object.values(sweeps)) await run();
  };
  await startJobs(boss, { sendLetter, sweeps });
  await Promise.race([sweep().catch(onError), delay(FIRST_SWEEP_MS, undefined, { ref: false })]);
  return {
    url: address,
    token,
    desk,
    deskUrl: `${url}/desk`,
    mailboxUrl: mail.page && `${url}/mail`,
    firstOperatorPassword: (await operators.ensureFirst())?.password,
    sweep,
  };
}

/** What is left over from the last time is done before the start is called done; an authority that hangs does not delay it for long. */
const FIRST_SWEEP_MS = 15_000;
const CONNECTIONS = 10;

const createLog = ({ logLevel }: BackendConfig): Logger => pino({ level: logLevel, base: { program: 'backend' } });
