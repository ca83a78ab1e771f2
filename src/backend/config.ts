// What the backend takes from the environment, judged before anything is started.
import { join } from 'node:path';
import {
  ConfigurationError,
  networks,
  oneOf,
  optional,
  port,
  readEnvironment,
  secretKey,
  text,
  url,
  wholeNumber,
} from '../environment/environment.ts';
import { type AuthorityConfig, authorityProblems, authorityTable, chooseAuthority } from './authority-config.ts';
import { findOnPath } from './ca/zlint.ts';
import { LONGEST_LOCAL_PART, splitAddress } from './mail/bounces/bounce-address.ts';

export interface BackendConfig {
  readonly dataDir: string;
  /** Undefined: PGlite in `dataDir`/backend. */
  readonly databaseUrl: string | undefined;
  /** What front-ends show; undefined: made on the first start and kept in `dataDir`. */
  readonly token: string | undefined;
  /** Seals personal data; undefined as above. */
  readonly dataKey: Uint8Array | undefined;
  /** Encrypts the embedded authority's keys; undefined as above. */
  readonly caPassphrase: string | undefined;
  /** Who signs. */
  readonly authority: AuthorityConfig;
  readonly host: string;
  readonly port: number;
  /** How others reach this server; undefined: http://host:port. */
  readonly publicUrl: string | undefined;
  /** Addresses and networks of reverse proxies, whose word on who asks is believed; usually none. */
  readonly trustedProxies: readonly string[];
  readonly desk: {
    /** Whether two operators have to confirm an application. */
    readonly fourEyes: boolean;
    /** Whether every operator has to set a second factor up. */
    readonly secondFactorRequired: boolean;
  };
  readonly pictureCode: 'on' | 'off';
  /** Whether a certificate is revoked as soon as its owner says that somebody else has the key. */
  readonly compromisedAtOnce: boolean;
  /** Days after its refusal on which an application's personal data are destroyed. */
  readonly refusedKeptDays: number;
  /** Undefined: an embedded mailbox. */
  readonly smtpUrl: string | undefined;
  /** `Name <address>`, or an address alone. */
  readonly mailFrom: string;
  /** Where letters that come back are taken; undefined: they are not read. */
  readonly bouncePort: number | undefined;
  /** Undefined: the embedded, synthetic persons. */
  readonly peopleUrl: string | undefined;
  readonly peopleToken: string | undefined;
  readonly regionsFile: string | undefined;
  readonly blockedKeysFile: string | undefined;
  /** The executable; undefined: our own rules alone. */
  readonly zlint: string | undefined;
  /** Where the end of the audit is exported to; undefined: to the log alone. */
  readonly auditHeadFile: string | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

const longText = (given: string | undefined) =>
  given === undefined || given.length >= 16 ? { value: given } : { because: 'must have at least 16 characters' };

const token = (given: string | undefined) =>
  given === undefined || /^[!-~]{16,256}$/.test(given)
    ? { value: given }
    : { because: 'must be 16 to 256 visible ASCII characters, such as `openssl rand -hex 32` prints' };

const mailFrom = (given: string | undefined) =>
  given === undefined || /^([^<>\r\n"]{1,64} <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(given)
    ? { value: given }
    : { because: 'must be an address, or `Name <address>`' };

const table = {
  DATA_DIR: text('.data'),
  BACKEND_DATABASE_URL: optional(url(['postgresql:', 'postgres:'])),
  BACKEND_TOKEN: token,
  DATA_KEY: optional(secretKey),
  CA_PASSPHRASE: longText,
  ...authorityTable,
  HOST: text('127.0.0.1'),
  BACKEND_PORT: port(8081),
  BACKEND_PUBLIC_URL: optional(url(['http:', 'https:'])),
  TRUSTED_PROXIES: networks,
  DESK_FOUR_EYES: oneOf(['on', 'off'], 'off'),
  DESK_SECOND_FACTOR: oneOf(['optional', 'required'], 'optional'),
  PICTURE_CODE: oneOf(['on', 'off'], 'on'),
  REVOKE_COMPROMISED: oneOf(['at-once', 'by-operator'], 'at-once'),
  REFUSED_KEPT_DAYS: wholeNumber(90, 1, 3_650),
  SMTP_URL: optional(url(['smtp:', 'smtps:'])),
  MAIL_FROM: mailFrom,
  BOUNCE_PORT: optional(port(0)),
  PEOPLE_URL: optional(url(['http:', 'https:'])),
  PEOPLE_TOKEN: optional(text()),
  REGIONS_FILE: optional(text()),
  BLOCKED_KEYS_FILE: optional(text()),
  AUDIT_HEAD_FILE: optional(text()),
  ZLINT: oneOf(['auto', 'off'], 'auto'),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent'], 'info'),
} as const;

/** What needs what. With a database of its own the secrets come from outside too: a file beside the program is no backup. */
const companions = [
  ['BACKEND_DATABASE_URL', ['BACKEND_TOKEN', 'DATA_KEY', 'CA_PASSPHRASE']],
  ['SMTP_URL', ['MAIL_FROM']],
  ['BOUNCE_PORT', ['SMTP_URL']],
  ['PEOPLE_URL', ['PEOPLE_TOKEN']],
] as const;

/** Throws `ConfigurationError`. */
export function readBackendConfig(variables: Readonly<Record<string, string | undefined>>): BackendConfig {
  const values = readEnvironment(variables, table);
  const missing = companions.flatMap(([cause, names]) =>
    values[cause] === undefined
      ? []
      : names
          .filter((name) => values[name] === undefined)
          .filter((name) => name !== 'CA_PASSPHRASE' || values.CERTIFICATE_AUTHORITY === 'embedded')
          .map((name) => `${name}: must be set together with ${cause}`),
  );
  const problems = [...missing, ...bounceProblems(values), ...authorityProblems(values)];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    dataDir: values.DATA_DIR,
    databaseUrl: values.BACKEND_DATABASE_URL,
    token: values.BACKEND_TOKEN,
    dataKey: values.DATA_KEY,
    caPassphrase: values.CA_PASSPHRASE,
    authority: chooseAuthority(values),
    host: values.HOST,
    port: values.BACKEND_PORT,
    publicUrl: values.BACKEND_PUBLIC_URL,
    trustedProxies: values.TRUSTED_PROXIES,
    desk: {
      fourEyes: values.DESK_FOUR_EYES === 'on',
      secondFactorRequired: values.DESK_SECOND_FACTOR === 'required',
    },
    pictureCode: values.PICTURE_CODE,
    compromisedAtOnce: values.REVOKE_COMPROMISED === 'at-once',
    refusedKeptDays: values.REFUSED_KEPT_DAYS,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM ?? 'noreply@localhost',
    bouncePort: values.BOUNCE_PORT,
    peopleUrl: values.PEOPLE_URL,
    peopleToken: values.PEOPLE_TOKEN,
    regionsFile: values.REGIONS_FILE,
    blockedKeysFile: values.BLOCKED_KEYS_FILE,
    zlint: values.ZLINT === 'off' ? undefined : findOnPath('zlint', variables['PATH'] ?? ''),
    auditHeadFile: values.AUDIT_HEAD_FILE,
    logLevel: values.LOG_LEVEL,
  };
}

const bounceProblems = ({
  BOUNCE_PORT,
  MAIL_FROM = '',
}: {
  BOUNCE_PORT?: number | undefined;
  MAIL_FROM?: string | undefined;
}) =>
  BOUNCE_PORT !== undefined && Buffer.byteLength(splitAddress(MAIL_FROM)[0]) > LONGEST_LOCAL_PART
    ? [`MAIL_FROM: must have at most ${LONGEST_LOCAL_PART} characters before the @ together with BOUNCE_PORT`]
    : [];

/** The three secrets where nobody gave them, each in a file of its own. */
export const keptSecretPath = (dataDir: string, name: 'token' | 'data-key' | 'ca-passphrase'): string =>
  join(dataDir, 'backend', 'secrets', name);
