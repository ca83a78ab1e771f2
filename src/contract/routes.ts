// Every route of the backend's API, once: the server registers from this table, the client calls from it, the OpenAPI
// document is made from it.
import { z } from 'zod';
import type { ProblemCode } from './problems.ts';
import {
  applicationViewSchema,
  certificatesSchema,
  newEmailSchema,
  ownerViewSchema,
  personSchema,
  pictureCodeSchema,
  picturePassSchema,
  regionSchema,
  revocationWishSchema,
  statusChangesSchema,
  submissionSchema,
} from './schemas.ts';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Parameters in braces, as in OpenAPI. */
  readonly path: string;
  readonly summary: string;
  /** `required`: the request must name on whose behalf it is made; `optional`: it widens the answer. */
  readonly owner?: 'required' | 'optional';
  /** A repeat with the same Idempotency-Key answers as the first time and changes nothing. */
  readonly idempotent?: true;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A schema for JSON, a media type for anything else. */
  readonly answer: { readonly status: 200 | 201; readonly body: z.ZodType | 'application/pdf' | 'image/png' };
  /** Beyond those that any route may answer: request-invalid, token-invalid, too-many-tries, unavailable, internal. */
  readonly problems: readonly ProblemCode[];
}

/** Names on whose behalf a front-end asks: an opaque text of at most 64 characters, such as `telegram:1000`. */
export const OWNER_HEADER = 'application-owner';
export const IDEMPOTENCY_HEADER = 'idempotency-key';
/** 16 kB of request and the answers around it. */
export const MAX_BODY_BYTES = 64 * 1024;
/** The longest that `statusChanges` waits for the first change. */
export const MAX_WAIT_SECONDS = 25;

const owned = ['application-unknown', 'application-not-owned'] as const;

export const routes = {
  createPictureCode: {
    method: 'POST',
    path: '/v1/picture-codes',
    summary: 'A new picture code: single use, a few minutes',
    owner: 'required',
    answer: { status: 201, body: pictureCodeSchema },
    problems: [],
  },
  answerPictureCode: {
    method: 'POST',
    path: '/v1/picture-codes/{id}/answer',
    summary: 'What the person read; a wrong answer uses the picture up',
    owner: 'required',
    body: z.object({ answer: z.string().min(1).max(32) }),
    answer: { status: 200, body: picturePassSchema },
    problems: ['picture-code-gone', 'picture-code-wrong'],
  },
  findPerson: {
    method: 'POST',
    path: '/v1/people/look-up',
    summary: 'The name for an IIN in the "Individuals" database',
    owner: 'required',
    body: z.object({ iin: z.string().regex(/^\d{12}$/), pass: z.string().max(64).nullable() }),
    answer: { status: 200, body: personSchema },
    problems: ['picture-pass-gone', 'iin-invalid', 'iin-unknown', 'people-unavailable'],
  },
  listRegions: {
    method: 'GET',
    path: '/v1/regions',
    summary: 'Regions and the cities where an application can be confirmed',
    answer: { status: 200, body: z.array(regionSchema) },
    problems: [],
  },
  submit: {
    method: 'POST',
    path: '/v1/applications',
    summary: 'Submit an application',
    owner: 'required',
    idempotent: true,
    body: submissionSchema,
    answer: { status: 201, body: ownerViewSchema },
    problems: [
      'iin-invalid',
      'iin-unknown',
      'email-invalid',
      'city-unknown',
      'domain-refused',
      'csr-refused',
      'key-used',
      'already-applied',
      'renewal-refused',
      'idempotency-conflict',
      'people-unavailable',
      'body-too-large',
    ],
  },
  readApplication: {
    method: 'GET',
    path: '/v1/applications/{number}',
    summary: 'Status for anyone with the number; everything for its owner',
    owner: 'optional',
    answer: { status: 200, body: applicationViewSchema },
    problems: ['application-unknown'],
  },
  readFormPdf: {
    method: 'GET',
    path: '/v1/applications/{number}/form.pdf',
    summary: 'The printable form',
    owner: 'required',
    answer: { status: 200, body: 'application/pdf' },
    problems: owned,
  },
  readFormPicture: {
    method: 'GET',
    path: '/v1/applications/{number}/form.png',
    summary: 'The first page of the printable form as a picture',
    owner: 'required',
    answer: { status: 200, body: 'image/png' },
    problems: owned,
  },
  readCertificates: {
    method: 'GET',
    path: '/v1/applications/{number}/certificates',
    summary: 'The certificate and its chain, once issued',
    owner: 'required',
    answer: { status: 200, body: certificatesSchema },
    problems: [...owned, 'application-state'],
  },
  confirmSetUp: {
    method: 'POST',
    path: '/v1/applications/{number}/set-up',
    summary: 'The owner has installed the certificate',
    owner: 'required',
    answer: { status: 200, body: ownerViewSchema },
    problems: [...owned, 'application-state'],
  },
  withdraw: {
    method: 'POST',
    path: '/v1/applications/{number}/withdraw',
    summary: 'The owner takes an unconfirmed application back',
    owner: 'required',
    answer: { status: 200, body: ownerViewSchema },
    problems: [...owned, 'application-state'],
  },
  askRevocation: {
    method: 'POST',
    path: '/v1/applications/{number}/revocation',
    summary: 'The owner wants the certificate revoked; a repeat changes at most the reason of what is not decided',
    owner: 'required',
    body: revocationWishSchema,
    answer: { status: 200, body: ownerViewSchema },
    problems: [...owned, 'application-state'],
  },
  changeEmail: {
    method: 'POST',
    path: '/v1/applications/{number}/email',
    summary: 'Another address for letters; the last one that was refused is sent there',
    owner: 'required',
    body: newEmailSchema,
    answer: { status: 200, body: ownerViewSchema },
    problems: [...owned, 'application-state', 'email-invalid'],
  },
  statusChanges: {
    method: 'GET',
    path: '/v1/status-changes',
    summary: 'Changes of status and notices after a cursor, in order; waits for the first one',
    query: z.object({
      after: z.coerce.number().int().min(0),
      wait: z.coerce.number().int().min(0).max(MAX_WAIT_SECONDS).default(0).describe('Seconds'),
    }),
    answer: { status: 200, body: statusChangesSchema },
    problems: [],
  },
} as const satisfies Record<string, Route>;
export type RouteName = keyof typeof routes;
