// The real CFSSL (Debian: golang-cfssl) on loopback, its books in PostgreSQL.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { AuthorityFiles } from './authority-files.ts';
import { freePort } from './free-port.ts';
import { type Program, startProgram } from './program.ts';

const CFSSL = '/usr/bin/cfssl';
export const cfsslMissing = existsSync(CFSSL) ? undefined : `no ${CFSSL} (Debian: apt-get install golang-cfssl)`;

export const authKey = '00112233445566778899aabbccddeeff';
export const profile = 'registration-authority';

const config = {
  signing: {
    default: { expiry: '1h', usages: ['server auth'] },
    profiles: {
      [profile]: {
        auth_key: 'ra',
        ClientProvidesSerialNumbers: true,
        expiry: '4799h',
        usages: ['digital signature', 'key encipherment', 'server auth'],
        issuer_urls: ['http://ca.example.kz/issuing.cer'],
        crl_url: 'http://ca.example.kz/issuing.crl',
      },
    },
  },
  auth_keys: { ra: { type: 'standard', key: authKey } },
};

export interface Cfssl extends Program {
  readonly url: string;
}

/** `database`: the URL of an empty one; undefined: CFSSL keeps no books. */
export async function startCfssl(folder: string, files: AuthorityFiles, database: string | undefined): Promise<Cfssl> {
  const [port, configFile, databaseFile] = [
    await freePort(),
    join(folder, 'cfssl.json'),
    join(folder, 'cfssl-db.json'),
  ];
  writeFileSync(configFile, JSON.stringify(config));
  if (database) {
    await createBooks(database);
    writeFileSync(databaseFile, JSON.stringify({ driver: 'postgres', data_source: `${database}?sslmode=disable` }));
  }
  const books = database ? ['-db-config', databaseFile] : [];
  const words = ['-ca', files.issuing, '-ca-key', files.issuingKey, '-config', configFile, ...books];
  const program = await startProgram(
    CFSSL,
    ['serve', '-address', '127.0.0.1', '-port', `${port}`, ...words],
    /Now listening/,
  );
  return { ...program, url: `http://127.0.0.1:${port}` };
}

/** As CFSSL's own first migration for PostgreSQL makes it. */
async function createBooks(database: string): Promise<void> {
  const client = new pg.Client(database);
  await client.connect();
  await client.query(`CREATE TABLE IF NOT EXISTS certificates (
    serial_number bytea NOT NULL, authority_key_identifier bytea NOT NULL, ca_label bytea, status bytea NOT NULL, reason int,
    expiry timestamptz, revoked_at timestamptz, pem bytea NOT NULL, PRIMARY KEY (serial_number, authority_key_identifier))`);
  await client.end();
}
