import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyType } from './certificate-body.ts';
import { signDer, toPem } from './sign-der.ts';

/** A body as a certificate that nobody trusts, for linters that want a whole one: signed with a key that nobody keeps. */
export function createStandIn(keyType: KeyType): (body: Uint8Array) => Promise<string> {
  let key: Promise<KeyObject> | undefined;
  return async (body) => {
    key ??= makeKey(keyType);
    return toPem('CERTIFICATE', await signDer(body, await key));
  };
}

const makeKey = async (keyType: KeyType): Promise<KeyObject> =>
  keyType === 'p-256'
    ? (await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })).privateKey
    : (await promisify(generateKeyPair)('rsa', { modulusLength: 3072 })).privateKey;
