// Which certificate authority signs, out of the environment: variables flat in, one kind with all it needs out.
import { oneOf, optional, type Reading, text, url } from '../environment/environment.ts';
import { type ProvisionerKey, readProvisionerKey } from './ca/one-time-token.ts';

interface RemoteConfig {
  readonly url: string;
  readonly rootFile: string;
  readonly issuingFile: string | undefined;
  readonly tlsRootFile: string | undefined;
}

export type AuthorityConfig =
  | { readonly kind: 'embedded' }
  | (RemoteConfig & {
      readonly kind: 'cfssl';
      readonly authKey: Uint8Array;
      readonly profile: string;
      readonly databaseUrl: string | undefined;
    })
  | (RemoteConfig & { readonly kind: 'step-ca'; readonly provisioner: string; readonly key: ProvisionerKey });

const authKey: Reading<Uint8Array> = (given = '') =>
  /^([0-9a-f]{2}){16,64}$/i.test(given)
    ? { value: Buffer.from(given, 'hex') }
    : { because: 'must be 16 to 64 bytes in hex, as in auth_keys of the configuration of CFSSL' };

const provisionerKey: Reading<ProvisionerKey> = (given = '') => {
  const value = readProvisionerKey(given);
  return value ? { value } : { because: 'must be a private P-256 key, as JWK or PEM without a password' };
};

export const authorityTable = {
  CERTIFICATE_AUTHORITY: oneOf(['embedded', 'cfssl', 'step-ca'], 'embedded'),
  CA_ROOT_FILE: optional(text()),
  CA_ISSUING_FILE: optional(text()),
  CA_TLS_ROOT_FILE: optional(text()),
  CFSSL_URL: optional(url(['http:', 'https:'])),
  CFSSL_AUTH_KEY: optional(authKey),
  CFSSL_PROFILE: optional(text()),
  CFSSL_DATABASE_URL: optional(url(['postgresql:', 'postgres:'])),
  STEP_CA_URL: optional(url(['https:'])),
  STEP_CA_PROVISIONER: optional(text()),
  STEP_CA_KEY: optional(provisionerKey),
} as const;

type Values = {
  readonly [Name in keyof typeof authorityTable]: (typeof authorityTable)[Name] extends Reading<infer Value>
    ? Value
    : never;
};

const needed = {
  embedded: [],
  cfssl: ['CA_ROOT_FILE', 'CFSSL_URL', 'CFSSL_AUTH_KEY', 'CFSSL_PROFILE'],
  'step-ca': ['CA_ROOT_FILE', 'STEP_CA_URL', 'STEP_CA_PROVISIONER', 'STEP_CA_KEY'],
} as const satisfies Record<Values['CERTIFICATE_AUTHORITY'], readonly (keyof Values)[]>;

/** One line per problem. */
export const authorityProblems = (values: Values): readonly string[] =>
  needed[values.CERTIFICATE_AUTHORITY]
    .filter((name) => values[name] === undefined)
    .map((name) => `${name}: must be set together with CERTIFICATE_AUTHORITY=${values.CERTIFICATE_AUTHORITY}`);

/** After `authorityProblems` found none. */
export function chooseAuthority(values: Values): AuthorityConfig {
  const { CA_ROOT_FILE: rootFile, CA_ISSUING_FILE: issuingFile, CA_TLS_ROOT_FILE: tlsRootFile } = values;
  const { CFSSL_URL, CFSSL_AUTH_KEY, CFSSL_PROFILE: profile, STEP_CA_URL, STEP_CA_PROVISIONER, STEP_CA_KEY } = values;
  const [cfssl, stepCa] = [values.CERTIFICATE_AUTHORITY === 'cfssl', values.CERTIFICATE_AUTHORITY === 'step-ca'];
  if (cfssl && rootFile && CFSSL_URL && CFSSL_AUTH_KEY && profile) {
    const files = { rootFile, issuingFile, tlsRootFile };
    return {
      kind: 'cfssl',
      ...files,
      url: CFSSL_URL,
      authKey: CFSSL_AUTH_KEY,
      profile,
      databaseUrl: values.CFSSL_DATABASE_URL,
    };
  }
  if (stepCa && rootFile && STEP_CA_URL && STEP_CA_PROVISIONER && STEP_CA_KEY) {
    const files = { rootFile, issuingFile, tlsRootFile };
    return { kind: 'step-ca', ...files, url: STEP_CA_URL, provisioner: STEP_CA_PROVISIONER, key: STEP_CA_KEY };
  }
  return { kind: 'embedded' };
}
