import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readBackendConfig } from '../../src/backend/config.ts';
import { ConfigurationError } from '../../src/environment/environment.ts';

const problemsOf = (variables: Record<string, string>): readonly string[] => {
  try {
    readBackendConfig(variables);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
};

const secrets = { BACKEND_TOKEN: 'a'.repeat(32), DATA_KEY: 'ab'.repeat(32), CA_PASSPHRASE: 'correct horse battery' };

test('nothing has to be set to try the backend out', () => {
  expect(readBackendConfig({})).toMatchObject({ host: '127.0.0.1', port: 8081, dataDir: '.data', pictureCode: 'on' });
  expect(readBackendConfig({})).toMatchObject({
    trustedProxies: [],
    desk: { fourEyes: false, secondFactorRequired: false },
  });
});

test('with a database of its own its secrets come from outside', () => {
  const BACKEND_DATABASE_URL = 'postgresql://backend@localhost/backend';
  expect(problemsOf({ BACKEND_DATABASE_URL })).toEqual([
    'BACKEND_TOKEN: must be set together with BACKEND_DATABASE_URL',
    'DATA_KEY: must be set together with BACKEND_DATABASE_URL',
    'CA_PASSPHRASE: must be set together with BACKEND_DATABASE_URL',
  ]);
  expect(problemsOf({ BACKEND_DATABASE_URL, ...secrets })).toEqual([]);
});

test('a mail server wants a sender, a people service its token', () => {
  expect(problemsOf({ SMTP_URL: 'smtp://mail.example.kz', PEOPLE_URL: 'https://people.example.kz' })).toEqual([
    'MAIL_FROM: must be set together with SMTP_URL',
    'PEOPLE_TOKEN: must be set together with PEOPLE_URL',
  ]);
});

test('letters that come back need a mail server that sends them, and room in the sender for what names a letter', () => {
  expect(problemsOf({ BOUNCE_PORT: '8025' })).toEqual(['SMTP_URL: must be set together with BOUNCE_PORT']);
  const variables = (MAIL_FROM: string) => ({ BOUNCE_PORT: '8025', SMTP_URL: 'smtp://mail.example.kz', MAIL_FROM });
  expect(problemsOf(variables('NCA <fourteen-chars@example.kz>'))).toEqual([]);
  expect(problemsOf(variables('fifteen-letters@example.kz'))).toEqual([
    'MAIL_FROM: must have at most 14 characters before the @ together with BOUNCE_PORT',
  ]);
});

test('an authority elsewhere wants its address, its key and its root, and then no passphrase of ours', () => {
  expect(problemsOf({ CERTIFICATE_AUTHORITY: 'cfssl' })).toEqual(
    ['CA_ROOT_FILE', 'CFSSL_URL', 'CFSSL_AUTH_KEY', 'CFSSL_PROFILE'].map(
      (name) => `${name}: must be set together with CERTIFICATE_AUTHORITY=cfssl`,
    ),
  );
  expect(problemsOf({ CERTIFICATE_AUTHORITY: 'step-ca' })).toEqual(
    ['CA_ROOT_FILE', 'STEP_CA_URL', 'STEP_CA_PROVISIONER', 'STEP_CA_KEY'].map(
      (name) => `${name}: must be set together with CERTIFICATE_AUTHORITY=step-ca`,
    ),
  );
  const { BACKEND_TOKEN, DATA_KEY } = secrets;
  const config = readBackendConfig({
    BACKEND_DATABASE_URL: 'postgresql://backend@localhost/backend',
    BACKEND_TOKEN,
    DATA_KEY,
    CERTIFICATE_AUTHORITY: 'cfssl',
    CA_ROOT_FILE: '/etc/root.crt',
    CFSSL_URL: 'http://127.0.0.1:8888',
    CFSSL_AUTH_KEY: '00112233445566778899AABBCCDDEEFF',
    CFSSL_PROFILE: 'ra',
  });
  expect(config.authority).toMatchObject({
    kind: 'cfssl',
    rootFile: '/etc/root.crt',
    profile: 'ra',
    issuingFile: undefined,
  });
});

test.each([
  ['JWK', (key: KeyObject) => JSON.stringify({ ...key.export({ format: 'jwk' }), kid: 'given' }), 'given'],
  [
    'PEM',
    (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    expect.stringMatching(/^[\w-]{43}$/),
  ],
])('the key of a provisioner may come as %s', (_, write, id) => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const config = readBackendConfig({
    CERTIFICATE_AUTHORITY: 'step-ca',
    CA_ROOT_FILE: '/etc/root.crt',
    STEP_CA_URL: 'https://127.0.0.1:9000/',
    STEP_CA_PROVISIONER: 'ra',
    STEP_CA_KEY: write(privateKey),
  });
  expect(config.authority).toMatchObject({ kind: 'step-ca', url: 'https://127.0.0.1:9000', key: { id } });
});

describe('one line per problem, naming the variable and never its value', () => {
  const wrong: readonly [string, string][] = [
    ['BACKEND_DATABASE_URL', 'mysql://user:hunter2@host/db'],
    ['BACKEND_TOKEN', 'hunter2'],
    ['DATA_KEY', 'hunter2'],
    ['CA_PASSPHRASE', 'hunter2'],
    ['BACKEND_PORT', '65536'],
    ['BACKEND_PUBLIC_URL', 'hunter2'],
    ['PICTURE_CODE', 'maybe'],
    ['DESK_FOUR_EYES', 'yes'],
    ['DESK_SECOND_FACTOR', 'sometimes'],
    ['TRUSTED_PROXIES', 'everybody'],
    ['TRUSTED_PROXIES', '127.0.0.1/33'],
    ['SMTP_URL', 'https://hunter2'],
    ['MAIL_FROM', 'hunter2\nBcc: x@example.kz'],
    ['BOUNCE_PORT', 'hunter2'],
    ['PEOPLE_URL', 'hunter2'],
    ['LOG_LEVEL', 'loud'],
    ['CERTIFICATE_AUTHORITY', 'hunter2'],
    ['CFSSL_URL', 'hunter2'],
    ['CFSSL_AUTH_KEY', 'hunter2'],
    ['CFSSL_DATABASE_URL', 'mysql://user:hunter2@host/db'],
    ['STEP_CA_URL', 'http://hunter2'],
    ['STEP_CA_KEY', 'hunter2'],
  ];
  test.each(wrong)('%s', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name}: must `))]);
    expect(problems.join()).not.toContain(value);
  });
  test('all of them together', () => {
    expect(problemsOf(Object.fromEntries(wrong))).toHaveLength(new Set(wrong.map(([name]) => name)).size);
  });
});
