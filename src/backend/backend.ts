// The backend, put together by hand: everything it is made of is named here once.
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino, { type Logger } from 'pino';
import { openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrations.ts';
import type { Clock } from '../domain/clock.ts';
import { createTranslate } from '../messages/messages.ts';
import { createSealing } from '../sealing/sealing.ts';
import { createDeskWork } from './applications/desk.ts';
import type { DeskWork } from './applications/desk-work.ts';
import { createFormRequests } from './applications/form-requests.ts';
import { createIssue } from './applications/issue.ts';
import { type LimitTable, limits as usualLimits } from './applications/limits.ts';
import { createLookUpPerson } from './applications/look-up-person.ts';
import { createOwnerWork } from './applications/owner-work.ts';
import { createSendLetter } from './applications/send-letter.ts';
import { createSubmit } from './applications/submit.ts';
import { openEmbeddedAuthority } from './ca/embedded-authority.ts';
import type { BackendConfig } from './config.ts';
import { deskPlugin } from './desk/desk.ts';
import { createOperators } from './desk/operators/operators.ts';
import { createFormsInWorker } from './forms/forms-in-worker.ts';
import { type RequestLimits, registerApi, requestLimits } from './http/api.ts';
import { createHandlers } from './http/handlers.ts';
import { publicPaths, servePublicFiles } from './http/public-files.ts';
import { createServer } from './http/server.ts';
import { createBoss } from './jobs/boss.ts';
import { createEnqueue, openQueues, startJobs } from './jobs/jobs.ts';
import { createSweeps } from './jobs/sweeps.ts';
import { describeError } from './log/describe-error.ts';
import { createEmbeddedPeople } from './people/embedded-people.ts';
import { createHttpPeople } from './people/http-people.ts';
import { syntheticPersons } from './people/synthetic-persons.ts';
import { choosePictureText, drawPictureCode } from './picture-codes/picture-code.ts';
import { createPictureCodes } from './picture-codes/picture-codes.ts';
import { readRegions } from './regions/regions.ts';
import { resolveSecrets } from './secrets.ts';
import { openStorage } from './storage/storage.ts';
import { createMailer, startMailbox } from './unfinished-parts.ts';

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
  readonly mailboxUrl?: string | undefined;
  /** While nobody has ever logged in at the desk: the operator `admin`'s one-time password. */
  readonly firstOperatorPassword?: string | undefined;
  /** What operators do, without the pages around it. */
  readonly desk: DeskWork;
  /** Runs at once what otherwise runs by the clock: deadlines, unfinished signings, upkeep. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

const MIGRATIONS = fileURLToPath(new URL('../../prisma/backend', import.meta.url));
const CONNECTIONS = 10;

export async function startBackend(config: BackendConfig, options: BackendOptions = {}): Promise<Backend> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const started = await start(config, options, (closer) => closers.push(closer));
    return { ...started, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  config: BackendConfig,
  options: BackendOptions,
  onClose: (closer: () => Promise<void> | void) => void,
): Promise<Omit<Backend, 'close'>> {
  const { clock = () => new Date(), log = createLog(config), limits: limitTable = usualLimits } = options;
  const logError = (error: unknown) => log.error({ error: describeError(error) }, 'a job failed');
  const secrets = await resolveSecrets(config);
  const sealing = createSealing(secrets.dataKey);
  const regions = await readRegions(config.regionsFile);
  const blockedKeys = await readBlockedKeys(config.blockedKeysFile);

  const embedded = config.databaseUrl === undefined;
  const database = await openDatabase(
    config.databaseUrl === undefined
      ? { kind: 'embedded', directory: join(config.dataDir, 'backend') }
      : { kind: 'postgresql', url: config.databaseUrl, connections: CONNECTIONS },
  );
  onClose(() => database.close());
  await migrate(database, MIGRATIONS);

  const boss = createBoss(database, logError);
  await openQueues(boss);
  onClose(() => boss.engine.stop({ graceful: true, close: false, timeout: 5_000 }));
  const enqueueLetters = createEnqueue(boss);
  const storage = await openStorage({ database, sealing, dataKey: secrets.dataKey, clock, enqueueLetters });
  const { applications, certificates, audit, limits } = storage;
  if (embedded) await certificates.endLeases();

  let url = config.publicUrl ?? '';
  const addresses = {
    get issuer() {
      return url + publicPaths.issuer;
    },
    get revocationList() {
      return url + publicPaths.revocationList;
    },
  };
  const authority = await openEmbeddedAuthority({
    directory: join(config.dataDir, 'backend', 'ca'),
    passphrase: secrets.caPassphrase,
    addresses,
    blockedKeys,
    clock,
  });
  const { peopleUrl, peopleToken = '' } = config;
  const people =
    peopleUrl === undefined ? createEmbeddedPeople() : createHttpPeople({ url: peopleUrl, token: peopleToken });
  const forms = createFormsInWorker();
  onClose(() => forms.close());

  const pictureCodes = createPictureCodes({
    storage: storage.pictureCodes,
    chooseText: () => choosePictureText(secureRandom),
    draw: (text) => drawPictureCode(text, Math.random),
    limits,
    limitTable,
    sealing,
    clock,
    required: config.pictureCode === 'on',
  });
  const { admit } = pictureCodes;
  const lookUpPerson = createLookUpPerson({ people, admit, limits, limitTable, audit, clock });
  const submit = createSubmit({ applications, people, regions, limits, limitTable, sealing, clock, blockedKeys });
  const ownerWork = createOwnerWork({ applications, certificates, regions, limits, limitTable, clock });
  const issue = createIssue({ applications, certificates, authority, audit, clock });
  const work = createDeskWork({ ...storage, issue, forms, regions, sealing, clock });
  const operators = createOperators(database, sealing, clock, work.fingerprintOf);

  const mailbox = config.smtpUrl === undefined ? await startMailbox() : undefined;
  const mailer = createMailer(config.smtpUrl ?? mailbox?.smtpUrl ?? '');
  onClose(() => mailer.close());
  if (mailbox) onClose(() => mailbox.close());

  const app = createServer(log);
  const closing = new AbortController();
  onClose(async () => {
    closing.abort();
    await app.close();
  });
  await registerApi(app, {
    handlers: createHandlers({
      pictureCodes,
      lookUpPerson,
      regions,
      submit,
      ownerWork,
      forms: createFormRequests(ownerWork, forms, regions),
      feed: storage.feed,
    }),
    token: secrets.token,
    limits: options.requestLimits ?? requestLimits,
    closing: closing.signal,
  });
  servePublicFiles(app, {
    root: authority.rootCertificate,
    issuer: authority.issuerCertificate,
    revocationList: () => authority.createRevocationList([]),
  });
  await app.register(
    deskPlugin({
      work,
      operators,
      regions,
      audit,
      database,
      sealing,
      clock,
      translate: createTranslate(),
      secure: config.publicUrl?.startsWith('https:') ?? false,
      exampleIin: peopleUrl === undefined ? [...syntheticPersons.keys()].at(-1) : undefined,
    }),
    { prefix: '/desk' },
  );
  const address = await app.listen({ host: config.host, port: config.port });
  url = config.publicUrl ?? address;

  const sweeps = createSweeps({
    storage,
    issue,
    requeueLetters: (ids) => enqueueLetters(database, ids),
    onError: logError,
    clock,
  });
  const sweep = async () => {
    for (const { run } of Object.values(sweeps)) await run();
  };
  const sendLetter = createSendLetter({ ...storage, forms, regions, mailer, clock });
  await startJobs(boss, { sendLetter, sweeps });
  await sweep();
  const first = await operators.ensureFirst();
  return {
    url: address,
    token: secrets.token,
    desk: work,
    deskUrl: `${url}/desk`,
    mailboxUrl: mailbox && `${url}/mail`,
    firstOperatorPassword: first?.password,
    sweep,
  };
}

const createLog = ({ logLevel }: BackendConfig): Logger => pino({ level: logLevel, base: { program: 'backend' } });

/** 32 bits are plenty to choose a digit with. */
const secureRandom = () => randomInt(2 ** 32) / 2 ** 32;

/** One SHA-256 of a SubjectPublicKeyInfo per line, in hex; `#` begins a remark. */
async function readBlockedKeys(path: string | undefined): Promise<ReadonlySet<string>> {
  if (path === undefined) return new Set();
  const lines = (await readFile(path, 'utf8')).split('\n').map((line) => line.replace(/#.*/, '').trim().toLowerCase());
  return new Set(lines.filter((line) => /^[0-9a-f]{64}$/.test(line)));
}
