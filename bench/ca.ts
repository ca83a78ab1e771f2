// Certificates per second of the embedded authority through the whole approved path – check, lease and bytes stored, audit, lint,
// signature, verification, certificate, letter and audit stored – and of its port alone, beside CFSSL's `authsign` alone: posted
// over connections that stay open, no database, nothing checked, nothing stored. Rounds take turns; medians and ranges.
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIssue } from '../src/backend/applications/issue.ts';
import { type EmbeddedAuthority, openEmbeddedAuthority } from '../src/backend/ca/embedded-authority.ts';
import type { ApplicationNumber } from '../src/domain/application-number.ts';
import { approveMany, engines, openRig, type Rig } from '../test/backend/storage/rig.ts';
import { makeRsaKey, removeFolder, request, toDer } from '../test/csr/requests.ts';
import { makeAuthorityFiles, p256, rsa3072 } from '../test/support/authority-files.ts';
import { authKey, type Cfssl, cfsslMissing, profile, startCfssl } from '../test/support/cfssl.ts';

const ROUNDS = 3;
/** A sustained rate: at the beginning and the end of a round most of a longer path stands idle. */
const PER_ROUND = 1_000;
const DOMAIN = 'alatau.kz';

interface Contender {
  readonly name: string;
  /** Before the clock starts. */
  prepare?(count: number): Promise<void>;
  issue(): Promise<void>;
  /** Seconds of processor that the authority has used up to now. */
  cpu(): number;
}

interface Figures {
  readonly rates: number[];
  readonly cpu: number[];
}

/** How many times as fast the whole path is as authsign alone; undefined without CFSSL. */
export async function compareIssuing(keyTypes: readonly ('rsa-3072' | 'p-256')[]): Promise<number | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ca-'));
  const rig = await openRig(engines.at(-1) ?? 'embedded', () => new Date());
  const csr = toDer(request(makeRsaKey(2048)));
  console.log(`storage: ${engines.at(-1)}; ${ROUNDS} rounds of ${PER_ROUND}; load ${load()}`);
  try {
    let ratio: number | undefined;
    for (const keyType of keyTypes) {
      const authority = await openAuthority(join(folder, keyType), keyType);
      const { atOnce } = authority; // as the sweep has in hand; the same for all
      const cfssl = cfsslMissing ? undefined : await openCfssl(mkdtempSync(join(folder, 'cfssl-')), keyType);
      const contenders = [wholePath(rig, authority, csr), portAlone(authority, csr)];
      if (cfssl) contenders.push(authsignAlone(cfssl, csr, atOnce));
      else console.log(cfsslMissing);
      console.log(`authority with ${keyType} keys, requests of RSA-2048, ${atOnce} at once`);
      ratio = report(contenders, await compete(contenders, atOnce));
      await authority.close();
      await cfssl?.stop();
    }
    return ratio;
  } finally {
    await rig.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function run(): Promise<void> {
  await compareIssuing(['rsa-3072', 'p-256']);
  removeFolder();
}

async function compete(contenders: readonly Contender[], atOnce: number): Promise<readonly Figures[]> {
  const figures = contenders.map((): Figures => ({ rates: [], cpu: [] }));
  for (const contender of contenders) await round(contender, PER_ROUND / 2, atOnce); // warm, with the threads started
  for (let turn = 0; turn < ROUNDS; turn++)
    for (const [index, contender] of contenders.entries()) {
      const { rate, cpu } = await round(contender, PER_ROUND, atOnce);
      figures[index]?.rates.push(rate);
      figures[index]?.cpu.push(cpu);
    }
  return figures;
}

async function round(contender: Contender, count: number, atOnce: number): Promise<{ rate: number; cpu: number }> {
  await contender.prepare?.(count);
  let left = count;
  const worker = async () => {
    while (left-- > 0) await contender.issue();
  };
  const [cpu, begin] = [contender.cpu(), performance.now()];
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { rate: (count / (performance.now() - begin)) * 1000, cpu: ((contender.cpu() - cpu) / count) * 1000 };
}

function report(contenders: readonly Contender[], figures: readonly Figures[]): number | undefined {
  const sorted = (values: readonly number[] = []) => [...values].sort((one, other) => one - other);
  const median = (values: readonly number[] = []) => sorted(values)[Math.floor(values.length / 2)] ?? 0;
  for (const [index, { name }] of contenders.entries()) {
    const rates = sorted(figures[index]?.rates);
    const range = `${rates[0]?.toFixed(0)}-${rates.at(-1)?.toFixed(0)}`;
    const cpu = median(figures[index]?.cpu).toFixed(1);
    console.log(
      `${median(rates).toFixed(0).padStart(8)}/s (${range.padStart(9)}) ${cpu.padStart(6)} ms of processor each  ${name}`,
    );
  }
  const [ours, theirs] = [median(figures[0]?.rates), median(figures[2]?.rates)];
  if (theirs <= 0) return undefined;
  console.log(`${(ours / theirs).toFixed(2).padStart(8)}x  the whole path beside authsign alone`);
  return ours / theirs;
}

const load = () => loadavg()[0]?.toFixed(1);
const ownCpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
/** proc(5): utime and stime in hundredths of a second, after the name in brackets. */
const cpuOf = (pid: number) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const openAuthority = (directory: string, keyType: 'rsa-3072' | 'p-256') =>
  openEmbeddedAuthority({
    directory,
    passphrase: 'bench',
    keyType,
    addresses: { issuer: 'http://127.0.0.1/issuing.cer', revocationList: 'http://127.0.0.1/issuing.crl' },
    clock: () => new Date(),
  });

const openCfssl = (directory: string, keyType: 'rsa-3072' | 'p-256') =>
  startCfssl(directory, makeAuthorityFiles(directory, keyType === 'p-256' ? p256 : rsa3072), undefined);

function wholePath({ storage }: Rig, authority: EmbeddedAuthority, csr: Buffer): Contender {
  const { applications, certificates, audit } = storage;
  const issue = createIssue({ applications, certificates, audit, authority, clock: () => new Date() });
  const approved: ApplicationNumber[] = [];
  return {
    name: 'ours, the whole approved path (processor of this process, without the database)',
    async prepare(count) {
      approved.push(...(await approveMany(storage, count, csr, DOMAIN)));
    },
    async issue() {
      const number = approved.pop();
      const status = number && (await issue(number));
      if (status !== 'issued') throw new Error(`${status}`);
    },
    cpu: ownCpu,
  };
}

const portAlone = (authority: EmbeddedAuthority, csr: Buffer): Contender => ({
  name: 'ours, prepare and issue alone (check, lint, sign, verify, register on disk)',
  async issue() {
    const prepared = await authority.prepare({ csr, domain: DOMAIN });
    if ('because' in prepared) throw new Error(prepared.because);
    const signing = await authority.issue(prepared.value);
    if (signing.kind !== 'issued') throw new Error(signing.kind);
  },
  cpu: ownCpu,
});

function authsignAlone(cfssl: Cfssl, csr: Buffer, atOnce: number): Contender {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${csr.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE REQUEST-----\n`;
  const start = JSON.stringify({ certificate_request: pem, hosts: [DOMAIN], profile }).slice(0, -1);
  const body = () => {
    const asked = Buffer.from(`${start},"serial":${randomBytes(15).readBigUInt64BE()}}`);
    const token = createHmac('sha256', Buffer.from(authKey, 'hex')).update(asked).digest('base64');
    return JSON.stringify({ token, request: asked.toString('base64') });
  };
  return {
    name: 'CFSSL, authsign alone (processor of its process)',
    issue: () =>
      new Promise((resolve, reject) => {
        const sent = httpRequest(`${cfssl.url}/api/v1/cfssl/authsign`, { method: 'POST', agent }, (response) => {
          response.resume();
          response.on('end', () =>
            response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}`)),
          );
        });
        sent.on('error', reject);
        sent.end(body());
      }),
    cpu: () => cpuOf(cfssl.pid),
  };
}
