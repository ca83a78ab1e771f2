// How long a request, sound or hostile, keeps the process busy, beside one verification of an RSA-4096 signature by OpenSSL.
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { checkCsr } from '../src/csr/check-csr.ts';
import { findWeakness } from '../src/csr/rsa-weakness.ts';
import { hostile } from '../test/csr/hostile.ts';
import { makeEcKey, makeRsaKey, removeFolder, request } from '../test/csr/requests.ts';

const ROUNDS = 20;

/** Median and worst of some rounds, the first one (cold) among them. */
function measure(work: () => void): { median: number; worst: number } {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((one, other) => one - other);
  return { median: times[ROUNDS / 2] ?? 0, worst: times.at(-1) ?? 0 };
}

function report(name: string, yardstick: number, work: () => void): void {
  const { median, worst } = measure(work);
  const ratio = (median / yardstick).toFixed(1);
  console.log(
    `${median.toFixed(2).padStart(8)} ms median ${worst.toFixed(2).padStart(8)} ms worst ${ratio.padStart(6)}x  ${name}`,
  );
}

export async function run(): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
  const signature = sign('sha256', Buffer.from('x'), privateKey);
  const verifyOnce = () => void verify('sha256', Buffer.from('x'), publicKey, signature);
  const yardstick = measure(verifyOnce).median;
  report('one RSA-4096 verification (the 1x of the ratios)', yardstick, verifyOnce);
  for (const bits of [2048, 3072, 4096]) {
    const modulus = BigInt(
      `0x${Buffer.from(generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex')}`,
    );
    report(`all arithmetic checks of a sound RSA-${bits} modulus`, yardstick, () => void findWeakness(modulus));
  }
  for (const [name, key] of [
    ['RSA-2048', makeRsaKey(2048)],
    ['RSA-4096', makeRsaKey(4096)],
    ['P-256', makeEcKey('P-256')],
  ] as const) {
    const pem = request(key);
    report(`a sound request, ${name}`, yardstick, () => void checkCsr(pem, { domain: 'alatau.kz' }));
  }
  for (const { name, sent } of hostile) report(name, yardstick, () => void checkCsr(sent, { domain: 'alatau.kz' }));
  removeFolder();
}
