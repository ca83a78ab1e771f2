// Chooses and opens the outer parts: which persons, which authority, which mail, by the configuration.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { Mailer } from './applications/mailer.ts';
import type { Revoker } from './ca/certificate-authority.ts';
import { type EmbeddedAuthority, openEmbeddedAuthority } from './ca/embedded-authority.ts';
import { openRemoteAuthority } from './ca/open-remote-authority.ts';
import type { RemoteAuthority } from './ca/remote-authority.ts';
import { createZlint } from './ca/zlint.ts';
import type { BackendConfig } from './config.ts';
import { publicPaths } from './http/public-files.ts';
import { startMailbox } from './mail/mailbox/mailbox.ts';
import { createMailer, type MailerOptions } from './mail/smtp-mailer.ts';
import { createEmbeddedPeople } from './people/embedded-people.ts';
import { createHttpPeople } from './people/http-people.ts';
import { createPatientPeople } from './people/patient-people.ts';
import type { People } from './people/people.ts';

export const choosePeople = ({ peopleUrl, peopleToken = '' }: BackendConfig): People =>
  peopleUrl === undefined
    ? createEmbeddedPeople()
    : createPatientPeople(createHttpPeople({ url: peopleUrl, token: peopleToken }), () => new Date());

export interface AuthorityParts {
  readonly passphrase: string;
  readonly blockedKeys: ReadonlySet<string>;
  readonly clock: Clock;
  /** Told why an authority elsewhere does not sign, or of trouble within our own. */
  readonly report?: (trouble: string) => void;
  /** Asked at each certificate: with port 0 the address is known only when the server listens. */
  readonly publicUrl: () => string;
}

/** With a revocation list only where it is ours to make: an authority elsewhere publishes its own. */
export type Authority = Omit<RemoteAuthority, 'revoke'> &
  Partial<EmbeddedAuthority & Revoker> & { close?(): Promise<void> };

export const openAuthority = (
  { dataDir, authority, zlint }: Pick<BackendConfig, 'dataDir' | 'authority' | 'zlint'>,
  { publicUrl, report = () => undefined, ...parts }: AuthorityParts,
): Promise<Authority> =>
  authority.kind === 'embedded'
    ? openEmbeddedAuthority({
        ...parts,
        report,
        zlint: zlint === undefined ? undefined : createZlint({ file: zlint }),
        directory: join(dataDir, 'backend', 'ca'),
        addresses: {
          get issuer() {
            return publicUrl() + publicPaths.issuer;
          },
          get revocationList() {
            return publicUrl() + publicPaths.revocationList;
          },
        },
      })
    : openRemoteAuthority(authority, { ...parts, report });

export interface Mail {
  readonly mailer: Mailer;
  /** Of the embedded mailbox, which has no log-in: only for a server that listens on loopback. */
  readonly page: FastifyPluginAsync | undefined;
  close(): Promise<void>;
}

export async function openMail(
  { smtpUrl, mailFrom, dataDir, host }: BackendConfig,
  parts: Pick<MailerOptions, 'translate' | 'regions' | 'returnPath'>,
): Promise<Mail> {
  const mailbox =
    smtpUrl === undefined ? await startMailbox({ directory: join(dataDir, 'backend', 'mailbox') }) : undefined;
  const mailer = createMailer({ url: smtpUrl ?? mailbox?.smtpUrl ?? '', from: mailFrom, ...parts });
  return {
    mailer,
    page: isLoopback(host) ? mailbox?.page : undefined,
    async close() {
      await mailer.close();
      await mailbox?.close();
    },
  };
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/.test(host);

/** One SHA-256 of a SubjectPublicKeyInfo per line, in hex; `#` begins a remark. */
export async function readBlockedKeys(path: string | undefined): Promise<ReadonlySet<string>> {
  if (path === undefined) return new Set();
  const text = await readFile(path, 'utf8');
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim().toLowerCase());
  const keys = lines.filter((line) => line !== '');
  const wrong = keys.findIndex((key) => !/^[0-9a-f]{64}$/.test(key));
  if (wrong >= 0) throw new Error(`BLOCKED_KEYS_FILE: key ${wrong + 1} is not a SHA-256 in hex`);
  return new Set(keys);
}
