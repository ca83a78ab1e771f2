import { X509Certificate } from 'node:crypto';
import { afterAll, expect, test } from '@jest/globals';
import type { Prepared } from '../../../src/backend/ca/certificate-authority.ts';
import { type Expected, judgeIssued } from '../../../src/backend/ca/verify-issued.ts';
import { makeEcKey, openssl, removeFolder, request, toDer, write } from '../../csr/requests.ts';
import { domain } from './authorities.ts';

// What an authority of somebody else may send back: made by openssl here, right in the first test and wrong in the others.
const serial = '40112233445566778899aabbccddeeff';
const rootKey = makeEcKey('P-256');
const root = openssl('req', '-x509', '-new', '-key', rootKey, '-subj', '/CN=Root', '-days', '100').toString();
const key = makeEcKey('P-256');
const prepared = { csr: toDer(request(key)), domain, serial, bytes: new Uint8Array(), preparedAt: new Date() };
const at = new Date(Date.now() + 3_600_000);
const expected: Expected = {
  prepared,
  issuing: new X509Certificate(root),
  root: new X509Certificate(root),
  at,
};

function sign({
  of = key,
  names = `DNS:${domain}`,
  number = serial,
  subject = `/CN=${domain}`,
  days = '90',
  more = '',
  by = [root, rootKey],
} = {}): string {
  const extensions = write(`subjectAltName=${names}\n${more}`);
  const request509 = ['-req', '-in', write(request(of, { subject })), '-CA', write(by[0] ?? ''), '-CAkey', by[1] ?? ''];
  return openssl('x509', ...request509, '-set_serial', `0x${number}`, '-days', days, '-extfile', extensions).toString();
}

afterAll(removeFolder);

test('what was asked for is issued', () => {
  expect(judgeIssued(sign(), expected)).toMatchObject({ kind: 'issued', issued: { serial } });
});

const strangerKey = makeEcKey('P-256');
const stranger = openssl('req', '-x509', '-new', '-key', strangerKey, '-subj', '/CN=Root', '-days', '900').toString();

test.each([
  ['issued-serial', 'another serial', sign({ number: '40112233445566778899aabbccddeefe' })],
  ['issued-key', 'another key', sign({ of: makeEcKey('P-256') })],
  ['issued-names', 'one name more', sign({ names: `DNS:${domain},DNS:burabay.kz` })],
  ['issued-names', 'another name', sign({ names: 'DNS:burabay.kz' })],
  ['issued-subject', 'an owner whom nobody checked', sign({ subject: '/O=Somebody/CN=alatau.kz' })],
  ['issued-validity', 'longer than its issuer', sign({ days: '150' })],
  ['issued-validity', 'longer than the law', sign({ days: '398' })],
  ['issued-validity', 'ended already', sign({ days: '-1' })],
  ['issued-authority', 'an authority', sign({ more: 'basicConstraints=CA:TRUE' })],
  ['issued-chain', 'signed by a namesake', sign({ by: [stranger, strangerKey] })],
  ['issued-unreadable', 'no certificate', 'sorry'],
])('%s: %s', (because, _, certificate) => {
  expect(judgeIssued(certificate, { ...expected, prepared: prepared as Prepared })).toMatchObject({
    kind: 'misissued',
    because,
  });
});
