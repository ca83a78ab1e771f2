// What the bot takes from the environment, judged before anything is started.
import { type Language, languages } from '../domain/language.ts';
import {
  ConfigurationError,
  groupId,
  oneOf,
  optional,
  port,
  type Reading,
  readEnvironment,
  secretKey,
  text,
  url,
  userIds,
  wholeNumber,
} from '../environment/environment.ts';
import type { QuietHours } from './broadcast/quiet-hours.ts';
import type { BroadcastSettings } from './open-broadcasts.ts';
import { parseWorkingHours, type WorkingHours } from './support/working-hours.ts';

export interface BotConfig {
  readonly token: string;
  readonly apiRoot: string;
  /** A polling bot has no webhook fields. */
  readonly updates:
    | { readonly mode: 'polling' }
    | { readonly mode: 'webhook'; readonly url: string; readonly secret: string };
  readonly dataDir: string;
  /** Undefined: PGlite in `dataDir`/bot. */
  readonly databaseUrl: string | undefined;
  readonly databaseConnections: number;
  /** Seals what applicants tell us; undefined: made on the first start and kept in `dataDir`. */
  readonly dataKey: Uint8Array | undefined;
  readonly backendUrl: string;
  readonly backendToken: string;
  readonly host: string;
  readonly port: number;
  /** How people reach the bot's own pages; undefined: http://host:port. */
  readonly publicUrl: string | undefined;
  readonly pictureCode: boolean;
  /** Whether the bot offers to make keys itself. */
  readonly keysInChat: boolean;
  /** Whether documents may be photographed instead of typed. */
  readonly reading: boolean;
  readonly draftDays: number;
  readonly staffIds: readonly number[];
  /** Where the staff answer applicants; undefined: applicants are told whom to call. */
  readonly staffGroup: { readonly id: number; readonly language: Language; readonly hours: WorkingHours } | undefined;
  readonly broadcasts: BroadcastSettings;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

const botToken: Reading<string> = (given) =>
  given !== undefined && /^\d{1,20}:[\w-]{20,}$/.test(given)
    ? { value: given }
    : { because: 'must be set to the token that @BotFather gave, such as 123456:ABC…' };

/** Telegram's own rule for `secret_token`. */
const webhookSecret: Reading<string> = (given) =>
  given !== undefined && /^[A-Za-z0-9_-]{16,256}$/.test(given)
    ? { value: given }
    : { because: 'must be 16 to 256 letters, digits, _ or -' };

const workingHours =
  (fallback: string): Reading<WorkingHours> =>
  (given = fallback) => {
    const value = parseWorkingHours(given);
    return value ? { value } : { because: 'must be days (1 is Monday) and hours, such as 1-5 09:00-18:00' };
  };

/** Whole hours; the same hour twice: none. */
const quietHours =
  (fallback: string): Reading<QuietHours> =>
  (given = fallback) => {
    const [from, to] = (/^(\d{1,2})-(\d{1,2})$/.exec(given)?.slice(1) ?? []).map(Number);
    return from !== undefined && to !== undefined && from <= 24 && to <= 24
      ? { value: { from, to } }
      : { because: 'must be two hours from 0 to 24, such as 21-9' };
  };

const table = {
  TELEGRAM_BOT_TOKEN: botToken,
  TELEGRAM_API_ROOT: url(['https:', 'http:'], 'https://api.telegram.org'),
  TELEGRAM_MODE: oneOf(['polling', 'webhook'], 'polling'),
  WEBHOOK_URL: optional(url(['https:', 'http:'])),
  WEBHOOK_SECRET: optional(webhookSecret),
  DATA_DIR: text('.data'),
  BOT_DATABASE_URL: optional(url(['postgresql:', 'postgres:'])),
  BOT_DATABASE_CONNECTIONS: wholeNumber(10, 2, 200),
  DATA_KEY: optional(secretKey),
  BACKEND_URL: url(['http:', 'https:'], 'http://127.0.0.1:8081'),
  BACKEND_TOKEN: text(),
  HOST: text('127.0.0.1'),
  PORT: port(8080),
  PUBLIC_URL: optional(url(['http:', 'https:'])),
  PICTURE_CODE: oneOf(['on', 'off'], 'on'),
  KEYS_IN_CHAT: oneOf(['on', 'off'], 'off'),
  READING: oneOf(['on', 'off'], 'on'),
  DRAFT_DAYS: wholeNumber(7, 2, 90),
  STAFF_IDS: userIds,
  STAFF_CHAT_ID: optional(groupId),
  STAFF_LANGUAGE: oneOf(languages, 'ru'),
  SUPPORT_HOURS: workingHours('1-5 09:00-18:00'),
  QUIET_HOURS: quietHours('21-9'),
  SECOND_PERSON_ABOVE: wholeNumber(1_000, 0, 100_000_000),
  MESSAGES_PER_SECOND: wholeNumber(30, 1, 1_000),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent'], 'info'),
} as const;

/** Throws `ConfigurationError`. */
export function readBotConfig(variables: Readonly<Record<string, string | undefined>>): BotConfig {
  const values = readEnvironment(variables, table);
  const problems = [
    ...(values.BOT_DATABASE_URL !== undefined && values.DATA_KEY === undefined
      ? ['DATA_KEY: must be set together with BOT_DATABASE_URL']
      : []),
  ];
  const { WEBHOOK_URL: webhookUrl, WEBHOOK_SECRET: secret } = values;
  if (values.TELEGRAM_MODE === 'webhook') {
    if (webhookUrl === undefined) problems.push('WEBHOOK_URL: must be set when TELEGRAM_MODE is webhook');
    if (secret === undefined) problems.push('WEBHOOK_SECRET: must be set when TELEGRAM_MODE is webhook');
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    token: values.TELEGRAM_BOT_TOKEN,
    apiRoot: values.TELEGRAM_API_ROOT,
    updates:
      values.TELEGRAM_MODE === 'webhook' && webhookUrl && secret
        ? { mode: 'webhook', url: webhookUrl, secret }
        : { mode: 'polling' },
    dataDir: values.DATA_DIR,
    databaseUrl: values.BOT_DATABASE_URL,
    databaseConnections: values.BOT_DATABASE_CONNECTIONS,
    dataKey: values.DATA_KEY,
    backendUrl: values.BACKEND_URL,
    backendToken: values.BACKEND_TOKEN,
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL,
    pictureCode: values.PICTURE_CODE === 'on',
    keysInChat: values.KEYS_IN_CHAT === 'on',
    reading: values.READING === 'on',
    draftDays: values.DRAFT_DAYS,
    staffIds: values.STAFF_IDS,
    staffGroup:
      values.STAFF_CHAT_ID === undefined
        ? undefined
        : { id: values.STAFF_CHAT_ID, language: values.STAFF_LANGUAGE, hours: values.SUPPORT_HOURS },
    broadcasts: {
      quietHours: values.QUIET_HOURS,
      threshold: values.SECOND_PERSON_ABOVE,
      perSecond: values.MESSAGES_PER_SECOND,
    },
    logLevel: values.LOG_LEVEL,
  };
}
