import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Application } from '../../../src/backend/applications/application.ts';
import { createIssue } from '../../../src/backend/applications/issue.ts';
import type { CertificateAuthority, Prepared, Signing } from '../../../src/backend/ca/certificate-authority.ts';
import { openRig, type Rig, submitted } from '../storage/rig.ts';

let now = new Date('2026-11-10T10:00:00Z');
let rig: Rig;
beforeAll(async () => {
  rig = await openRig('embedded', () => now);
});
afterAll(() => rig.close());

const approved = async (): Promise<Application> => {
  const outcome = await rig.storage.applications.submit(submitted(), { key: randomUUID(), bodyHash: 'a'.repeat(32) });
  if ('because' in outcome) throw new Error(outcome.because);
  const { number } = outcome.value;
  const move = { number, from: ['submitted'], to: 'confirmed', actor: 'operator:1', at: now } as const;
  const confirmed = await rig.storage.applications.move(move);
  if (!confirmed) throw new Error('not confirmed');
  return confirmed;
};

const issued = (serial: string): Signing => ({
  kind: 'issued',
  issued: {
    serial,
    certificate: 'leaf',
    chain: ['issuing'],
    root: 'root',
    validFrom: now,
    validTo: new Date(now.getTime() + 1),
  },
});

/** An authority that answers as the script says, and remembers what it was asked. */
function scripted(script: readonly (Signing['kind'] | 'crash')[]) {
  const asked: [string, Prepared][] = [];
  const answers = [...script];
  const answer =
    (what: string) =>
    async (prepared: Prepared): Promise<Signing> => {
      asked.push([what, prepared]);
      const kind = answers.shift();
      switch (kind) {
        case 'issued':
          return issued(prepared.serial);
        case 'absent':
          return { kind };
        case 'refused':
          return { kind, because: 'ca-refused' };
        case 'unknown':
          return { kind, because: 'timeout' };
        case 'misissued':
          return { kind, because: 'issued-names', certificate: 'another' };
        default:
          throw new Error('the process ended here');
      }
    };
  const authority: CertificateAuthority = {
    name: 'scripted',
    atOnce: 1,
    prepare: async (request) => ({
      value: { ...request, serial: randomUUID().replaceAll('-', ''), bytes: Buffer.from('tbs'), preparedAt: now },
    }),
    issue: answer('issue'),
    find: answer('find'),
  };
  return { asked, issue: createIssue({ ...rig.storage, authority, clock: () => now }) };
}

const afterTheLease = () => {
  now = new Date(now.getTime() + 61_000);
};
const statusesOf = async ({ id }: Application) =>
  (await rig.storage.applications.timeline(id)).map(({ status }) => status);

test('an approved application is issued, and only once', async () => {
  const application = await approved();
  const { asked, issue } = scripted(['issued']);
  expect([await issue(application.number), await issue(application.number)]).toEqual(['issued', 'issued']);
  expect(asked.map(([what]) => what)).toEqual(['issue']);
  expect(await rig.storage.certificates.find(application.id)).toMatchObject({
    files: { certificate: 'leaf', chain: ['issuing'], root: 'root' },
  });
});

test('two at once ask the authority once', async () => {
  const application = await approved();
  const { asked, issue } = scripted(['issued', 'issued']);
  await Promise.all([issue(application.number), issue(application.number), issue(application.number)]);
  expect(asked).toHaveLength(1);
});

test('a crash while signing: nobody touches it during the lease, then it is looked up and the same bytes are signed', async () => {
  const application = await approved();
  const { asked, issue } = scripted(['crash', 'absent', 'issued']);
  await expect(issue(application.number)).rejects.toThrow('ended here');
  expect(await issue(application.number)).toBe('signing');
  expect(await rig.storage.certificates.unfinished(now, 10)).not.toContain(application.number);
  afterTheLease();
  expect(await rig.storage.certificates.unfinished(now, 10)).toContain(application.number);
  expect(await issue(application.number)).toBe('issued');
  expect(asked.map(([what]) => what)).toEqual(['issue', 'find', 'issue']);
  const [first, , last] = asked.map(([, { serial, bytes, preparedAt }]) => ({
    serial,
    bytes: Buffer.from(bytes),
    preparedAt,
  }));
  expect(last).toEqual(first);
});

test('an unknown outcome is looked up until it is known, never signed again blindly', async () => {
  const application = await approved();
  const { asked, issue } = scripted(['unknown', 'unknown', 'issued']);
  expect(await issue(application.number)).toBe('signing-unknown');
  afterTheLease();
  expect(await issue(application.number)).toBe('signing-unknown');
  afterTheLease();
  expect(await issue(application.number)).toBe('issued');
  expect(asked.map(([what]) => what)).toEqual(['issue', 'find', 'find']);
  expect(await statusesOf(application)).toEqual(['submitted', 'confirmed', 'signing', 'signing-unknown', 'issued']);
});

test('an unknown outcome that was none is signed again, with the same bytes', async () => {
  const application = await approved();
  const { asked, issue } = scripted(['unknown', 'absent', 'issued']);
  await issue(application.number);
  afterTheLease();
  expect(await issue(application.number)).toBe('issued');
  expect(asked[2]?.[1].serial).toBe(asked[0]?.[1].serial);
});

test('a certificate that is not what was asked is never delivered', async () => {
  const application = await approved();
  const { issue } = scripted(['misissued', 'misissued']);
  expect(await issue(application.number)).toBe('signing-unknown');
  afterTheLease();
  expect(await issue(application.number)).toBe('signing-unknown');
  expect(await rig.storage.certificates.find(application.id)).toMatchObject({ files: null });
});

test('what the authority refuses is refused, with its code and a letter', async () => {
  const application = await approved();
  const { issue } = scripted(['refused']);
  expect(await issue(application.number)).toBe('refused');
  expect(await rig.storage.applications.find(application.number)).toMatchObject({ reason: 'ca-refused' });
  expect(await rig.storage.outbox.open(rig.enqueued.at(-1) ?? '')).toMatchObject({ kind: 'refused' });
});
