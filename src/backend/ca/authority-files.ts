// The keys and certificates of the embedded authority in one folder: made on first start, whole or not at all.
import { generateKeyPair, type KeyObject, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { authorityBody, authorityName, type Issuer, type KeyType } from './certificate-body.ts';
import { decryptKey, encryptKey } from './encrypted-key.ts';
import { profile } from './profile.ts';
import { signDer, toPem } from './sign-der.ts';

export interface AuthorityFiles {
  readonly root: X509Certificate;
  readonly issuing: X509Certificate;
  readonly issuingKey: KeyObject;
}

export interface NewAuthority {
  readonly directory: string;
  /** Both keys lie on disk encrypted under it (PKCS#8, PBES2: AES-256-CBC, PBKDF2 with SHA-256). */
  readonly passphrase: string;
  readonly keyType: KeyType;
  readonly at: Date;
  readonly createSerial: () => string;
}

export async function openAuthorityFiles(wanted: NewAuthority): Promise<AuthorityFiles> {
  if (!existsSync(wanted.directory)) await makeAuthorityFiles(wanted);
  return readAuthorityFiles(wanted);
}

async function readAuthorityFiles({ directory, passphrase }: NewAuthority): Promise<AuthorityFiles> {
  const read = (name: string) => readFile(join(directory, name));
  const [root, issuing] = [new X509Certificate(await read('root.crt')), new X509Certificate(await read('issuing.crt'))];
  const issuingKey = decryptKey(await read('issuing.key'), passphrase);
  if (!issuingKey) throw new Error(`the passphrase does not open ${join(directory, 'issuing.key')}`);
  if (!issuing.checkPrivateKey(issuingKey)) throw new Error(`${directory}: issuing.key is not the key of issuing.crt`);
  return { root, issuing, issuingKey };
}

/** Everything is written beside the folder, then the folder gets its name: of two that try at once, the first wins. */
async function makeAuthorityFiles(wanted: NewAuthority): Promise<void> {
  const parent = dirname(wanted.directory);
  await mkdir(parent, { recursive: true });
  const unfinished = await mkdtemp(`${wanted.directory}.unfinished-`);
  try {
    for (const [name, content] of Object.entries(await makeAuthority(wanted)))
      await writeDurably(join(unfinished, name), content);
    await rename(unfinished, wanted.directory);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(wanted.directory)) throw error;
  }
}

async function writeDurably(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function makeAuthority({ passphrase, keyType, at, createSerial }: NewAuthority): Promise<Record<string, string>> {
  const rootPair = await makePair(keyType);
  const issuingPair = await makePair(keyType);
  const year = at.getUTCFullYear();
  const label = keyType === 'p-256' ? 'EC' : 'RSA';
  const [root, issuing] = [profile.root, profile.issuing].map(({ commonName }) =>
    authorityName(`${commonName} (${label}) ${year}`),
  );
  if (!root || !issuing) throw new Error('no names');
  const issuer: Issuer = { name: root, spki: rootPair.spki, keyType };
  const rootBody = authorityBody({
    serial: createSerial(),
    ...lasting(at, profile.root.days),
    name: root,
    spki: rootPair.spki,
    issuer,
  });
  const issuingBody = authorityBody({
    serial: createSerial(),
    ...lasting(at, profile.issuing.days),
    name: issuing,
    spki: issuingPair.spki,
    issuer,
    pathLength: 0,
  });
  return {
    'root.crt': toPem('CERTIFICATE', await signDer(rootBody, rootPair.privateKey)),
    'root.key': await encryptKey(rootPair.privateKey, passphrase),
    'issuing.crt': toPem('CERTIFICATE', await signDer(issuingBody, rootPair.privateKey)),
    'issuing.key': await encryptKey(issuingPair.privateKey, passphrase),
  };
}

const lasting = (at: Date, days: number) => {
  const start = Math.floor(at.getTime() / 1000) * 1000 - profile.subscriber.backdateMs;
  return { notBefore: new Date(start), notAfter: new Date(start + days * 86_400_000 - 1000) };
};

async function makePair(keyType: KeyType): Promise<{ privateKey: KeyObject; spki: Buffer }> {
  const { privateKey, publicKey } =
    keyType === 'p-256'
      ? await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
      : await promisify(generateKeyPair)('rsa', { modulusLength: 3072 });
  return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }) };
}
