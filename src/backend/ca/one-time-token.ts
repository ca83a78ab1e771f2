// The tokens that a JWK provisioner of step-ca accepts: a JWT (RFC 7519), signed with the provisioner's P-256 key, used once.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, type X509Certificate } from 'node:crypto';
import { parseJson } from './exchange.ts';

export interface ProvisionerKey {
  readonly key: KeyObject;
  /** As step-ca knows it. */
  readonly id: string;
}

/** From a JWK (its `kid` counts) or PEM (then the thumbprint of RFC 7638, as `step` makes it); undefined for anything but P-256. */
export function readProvisionerKey(text: string): ProvisionerKey | undefined {
  try {
    const jwk = parseJson(text) as (JsonWebKey & { kid?: unknown }) | undefined;
    const key = jwk ? createPrivateKey({ key: jwk as never, format: 'jwk' }) : createPrivateKey(text);
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return undefined;
    return { key, id: typeof jwk?.kid === 'string' ? jwk.kid : thumbprint(key) };
  } catch {
    return undefined;
  }
}

function thumbprint(key: KeyObject): string {
  const { crv, kty, x, y } = createPublicKey(key).export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

export interface TokenClaims {
  /** step-ca accepts each once. */
  readonly id: string;
  readonly provisioner: string;
  readonly audience: string;
  readonly root: X509Certificate;
  readonly domain: string;
  /** For the provisioner's template; hex. */
  readonly serial: string;
  readonly at: Date;
}

const LIFE_SECONDS = 120;

export function createToken({ key, id }: ProvisionerKey, claims: TokenClaims): string {
  const now = Math.floor(claims.at.getTime() / 1000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const header = encode({ alg: 'ES256', kid: id, typ: 'JWT' });
  const payload = encode({
    iss: claims.provisioner,
    aud: claims.audience,
    sub: claims.domain,
    sans: [claims.domain],
    sha: claims.root.fingerprint256.replaceAll(':', '').toLowerCase(),
    serial: `0x${claims.serial}`,
    jti: claims.id,
    nbf: now,
    exp: now + LIFE_SECONDS,
  });
  const signature = sign('sha256', Buffer.from(`${header}.${payload}`), { key, dsaEncoding: 'ieee-p1363' });
  return `${header}.${payload}.${signature.toString('base64url')}`;
}
