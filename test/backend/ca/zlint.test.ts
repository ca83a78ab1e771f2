// A stand-in for zlint on the PATH: it reads a certificate from its input and answers in the shape of zlint 3 without `-pretty`,
// `{"<lint>":{"result":"pass"}, ...}`. Where the real one is installed it judges what our authority is about to sign.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createZlint, findOnPath } from '../../../src/backend/ca/zlint.ts';
import { readBackendConfig } from '../../../src/backend/config.ts';
import { makeEcKey, folder as parent, removeFolder, request } from '../../csr/requests.ts';
import { domain, issuedOf, openAuthority, prepare, settings } from './authorities.ts';

afterAll(removeFolder);

const pass =
  '{"e_subject_common_name_max_length":{"result":"pass"},"w_sub_cert_aia_missing":{"result":"warn"},"e_rsa_no_public_key":{"result":"NA"}}';
const csr = request(makeEcKey('P-256'));

/** A folder with an executable `zlint`; what it was asked and given lies beside it. */
function install(script: string): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(parent, 'zlint-'));
  const file = join(folder, 'zlint');
  writeFileSync(file, `#!/bin/sh\ncd ${folder}\necho "$@" > asked\n${script}\n`);
  chmodSync(file, 0o755);
  return { folder, file };
}
const saying = (verdict: string) => install(`cat > given\necho '${verdict}'`);

describe('found', () => {
  test('in the first folder of PATH that has it, executable', () => {
    const [first, second] = [saying(pass), saying(pass)];
    expect(findOnPath('zlint', `/nowhere:${first.folder}:${second.folder}`)).toBe(first.file);
    chmodSync(first.file, 0o644);
    expect(findOnPath('zlint', `${first.folder}:${second.folder}`)).toBe(second.file);
  });

  test('never by a relative folder, and not as a folder', () => {
    expect(findOnPath('zlint', `.::${join('test', 'backend')}`)).toBeUndefined();
    expect(findOnPath('backend', join(process.cwd(), 'test'))).toBeUndefined();
  });

  test('by the configuration, unless it is switched off', () => {
    const { folder, file } = saying(pass);
    expect(readBackendConfig({ PATH: folder }).zlint).toBe(file);
    expect(readBackendConfig({ PATH: folder, ZLINT: 'off' }).zlint).toBeUndefined();
    expect(readBackendConfig({ PATH: '/nowhere' }).zlint).toBeUndefined();
  });
});

describe('asked before each signature', () => {
  test('about the very body, as a certificate on its input; warnings do not refuse', async () => {
    const { folder, file } = saying(pass);
    const authority = await openAuthority({ zlint: createZlint({ file }) });
    const prepared = await prepare(authority, csr);
    expect(readFileSync(join(folder, 'asked'), 'utf8').trim()).toBe('-format pem');
    const der = execFileSync('openssl', ['x509', '-in', join(folder, 'given'), '-outform', 'DER']);
    expect(der.includes(Buffer.from(prepared.bytes))).toBe(true);
    const issued = issuedOf(await authority.issue(prepared));
    expect(readFileSync(join(folder, 'given'), 'utf8')).not.toBe(issued.certificate);
  });

  test.each(['error', 'fatal'])('%s refuses, and is reported by its name', async (result) => {
    const reports: string[] = [];
    const { file } = saying(
      `{"e_good":{"result":"pass"},"e_dnsname_bad_character_in_label":{"result":"${result}","details":"x"}}`,
    );
    const authority = await openAuthority({ zlint: createZlint({ file }), report: (trouble) => reports.push(trouble) });
    expect(await authority.prepare({ csr: Buffer.from(csr), domain })).toEqual({ because: 'zlint-error' });
    expect(reports).toEqual(['zlint: e_dnsname_bad_character_in_label']);
  });

  test('also before bytes that were prepared by another process are signed', async () => {
    const shared = settings();
    const prepared = await prepare(await openAuthority(shared), csr);
    const { file } = saying('{"e_late":{"result":"error"}}');
    const authority = await openAuthority({ ...shared, zlint: createZlint({ file }) });
    expect(await authority.issue(prepared)).toEqual({ kind: 'refused', because: 'zlint-error' });
  });

  test.each([
    ['it fails', 'cat > /dev/null; exit 1', 'ended with 1'],
    ['it says nothing', 'cat > /dev/null', 'JSON'],
    ['it looks at nothing', `cat > /dev/null; echo '{}'`, 'looked at nothing'],
    ['it says what nobody knows', `cat > /dev/null; echo '{"e_x":{"result":"perhaps"}}'`, 'perhaps|Invalid'],
    ['it does not end', 'exec sleep 60', 'SIGKILL'],
    ['it does not stop talking', 'exec yes', 'too much'],
    ['it does not listen', `exec echo '{"e_x":{"result":"error"}'`, 'JSON'],
  ])('nothing is signed, nor refused, when %s', async (_, script, words) => {
    const { file } = install(script);
    const authority = await openAuthority({ zlint: createZlint({ file, timeLimit: 1_000 }) });
    await expect(authority.prepare({ csr: Buffer.from(csr), domain })).rejects.toThrow(new RegExp(words));
  });
});

const real = findOnPath('zlint', process.env['PATH'] ?? '');
(real ? test : test.skip)(
  `the real zlint has nothing against our certificates (${real ?? 'not on the PATH'})`,
  async () => {
    const authority = await openAuthority({ zlint: createZlint({ file: real ?? '' }) });
    expect(issuedOf(await authority.issue(await prepare(authority, csr)))).toBeDefined();
  },
);
