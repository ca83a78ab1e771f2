// The conversation's ports, over the contract's HTTP client.
import { type BackendClient, BackendUnreachable } from '../contract/client.ts';
import type { ProblemCode } from '../contract/problems.ts';
import type { Region } from '../contract/schemas.ts';
import type { Clock } from '../domain/clock.ts';
import type { Answered, Services } from './conversation/services.ts';

/** Regions change rarely: asked for again after this long. */
const REGIONS_KEPT_MS = 10 * 60 * 1000;
const PEOPLE_TIME_LIMIT_MS = 8_000;
/** Its database is away, or thousands of reminders go out at once. */
const notNow: readonly ProblemCode[] = ['unavailable', 'too-many-tries'];

export function createBackendServices(
  call: BackendClient,
  clock: Clock,
): Omit<Services, 'keyPage' | 'installation' | 'keyMaker' | 'secretFiles'> {
  let regions: { readonly list: readonly Region[]; readonly until: number } | undefined;

  return {
    pictureCodes: {
      async create(owner) {
        const created = await call('createPictureCode', { owner });
        return map(created, ({ id, image }) => ({ id, image: Buffer.from(image, 'base64') }));
      },
      async answer(owner, id, answer) {
        return map(await call('answerPictureCode', { owner, path: { id }, body: { answer } }), ({ pass }) => ({
          pass,
        }));
      },
    },
    people: {
      find: (owner, iin, pass) => call('findPerson', { owner, body: { iin, pass }, timeLimit: PEOPLE_TIME_LIMIT_MS }),
    },
    regions: {
      async list() {
        if (regions && regions.until > clock().getTime()) return regions.list;
        const listed = await call('listRegions');
        if ('problem' in listed) throw new BackendUnreachable(`listRegions: ${listed.problem.code}`);
        regions = { list: listed.value, until: clock().getTime() + REGIONS_KEPT_MS };
        return regions.list;
      },
    },
    applications: {
      submit: (owner, body, idempotencyKey) => call('submit', { owner, body, idempotencyKey }),
      read: (owner, number) => call('readApplication', { owner, path: { number } }),
      async readForNews(owner, number) {
        const read = await call('readApplication', { owner, path: { number } });
        if ('problem' in read && notNow.includes(read.problem.code)) {
          throw new BackendUnreachable(`readApplication: ${read.problem.code}`);
        }
        return read;
      },
      form: (owner, number, as) => call(as === 'pdf' ? 'readFormPdf' : 'readFormPicture', { owner, path: { number } }),
      certificates: (owner, number) => call('readCertificates', { owner, path: { number } }),
      confirmSetUp: (owner, number) => call('confirmSetUp', { owner, path: { number } }),
      withdraw: (owner, number) => call('withdraw', { owner, path: { number } }),
      askRevocation: (owner, number, reason) => call('askRevocation', { owner, path: { number }, body: { reason } }),
      changeEmail: (owner, number, email) => call('changeEmail', { owner, path: { number }, body: { email } }),
    },
    isUnreachable: (error) => error instanceof BackendUnreachable,
  };
}

const map = <From, To>(answered: Answered<From>, change: (value: From) => To): Answered<To> =>
  'problem' in answered ? answered : { value: change(answered.value) };
