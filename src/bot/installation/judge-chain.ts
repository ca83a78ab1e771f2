import { X509Certificate } from 'node:crypto';
import type { Certificates } from '../../contract/schemas.ts';
import type { ServedCertificate } from '../conversation/services.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_ISSUER = 64;

/** What a server's chain (its own certificate first) is, measured by the certificates it should serve. */
export function judgeChain(
  [leaf, ...above]: readonly [X509Certificate, ...X509Certificate[]],
  { certificate, chain, root }: Certificates,
  host: string,
  now: Date,
): Omit<ServedCertificate, 'address'> {
  const own = new X509Certificate(certificate);
  const sentAuthorities = authoritiesAmong(above, new X509Certificate(root));
  const authorities = [...sentAuthorities, ...chain.map((pem) => new X509Certificate(pem))];
  const isNamed = leaf.checkHost(host, { subject: 'never' }) !== undefined;
  const isOurs = isNamed && authorities.some((authority) => isIssuedBy(leaf, authority));
  const validFrom = new Date(leaf.validFrom);
  const validTo = new Date(leaf.validTo);
  return {
    which: leaf.fingerprint256 === own.fingerprint256 ? 'this' : isOurs ? ageOf(validFrom, own) : 'foreign',
    isNamed,
    isChainWhole: sentAuthorities.some((authority) => isIssuedBy(leaf, authority)),
    validity: now < validFrom ? 'not-yet' : now > validTo ? 'expired' : 'valid',
    validFrom,
    validTo,
    daysLeft: Math.max(0, Math.floor((validTo.getTime() - now.getTime()) / DAY_MS)),
    issuer: issuerOf(leaf),
  };
}

const ageOf = (validFrom: Date, own: X509Certificate): 'older' | 'newer' =>
  validFrom > new Date(own.validFrom) ? 'newer' : 'older';

/**
 * Our root, and those of the sent certificates that lead to it. Only keys that were found good this way ever check a signature:
 * a key that a stranger's server sends can be made to cost much time.
 */
function authoritiesAmong(sent: readonly X509Certificate[], root: X509Certificate): readonly X509Certificate[] {
  const reached = [root];
  for (const authority of reached) {
    reached.push(...sent.filter((each) => each.ca && !reached.includes(each) && isIssuedBy(each, authority)));
  }
  return reached;
}

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

/** As a person knows it. A stranger chose this text: it is shortened, and characters that are not seen are left out. */
function issuerOf({ issuer }: X509Certificate): string {
  const fields = new Map(issuer.split('\n').map((line) => [line.split('=', 1)[0], line.replace(/^[^=]*=/, '')]));
  const name = fields.get('O') ?? fields.get('CN') ?? '';
  return [...name.replace(/\p{C}/gu, '')].slice(0, MAX_ISSUER).join('').trim() || '?';
}
