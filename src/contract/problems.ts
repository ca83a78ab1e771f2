// Why the backend did not do what was asked: RFC 9457 problem documents with stable codes. One vocabulary for all routes.
import { z } from 'zod';

/** Each code with its HTTP status. A front-end has a message for each; a new code is a new minor version of the API. */
export const problemStatuses = {
  'request-invalid': 400,
  'token-invalid': 401,
  'not-found': 404,
  'owner-missing': 400,
  'application-unknown': 404,
  'application-not-owned': 403,
  'application-state': 409,
  'idempotency-conflict': 409,
  'picture-code-gone': 410,
  'picture-code-wrong': 422,
  'picture-pass-gone': 410,
  'too-many-tries': 429,
  'iin-invalid': 422,
  'iin-unknown': 422,
  'email-invalid': 422,
  'city-unknown': 422,
  'domain-refused': 422,
  'csr-refused': 422,
  'key-used': 422,
  'already-applied': 409,
  'renewal-refused': 409,
  'people-unavailable': 503,
  'ca-unavailable': 503,
  'body-too-large': 413,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<string, number>;
export type ProblemCode = keyof typeof problemStatuses;
export const problemCodes = Object.keys(problemStatuses) as [ProblemCode, ...ProblemCode[]];

/** The answers of a submission that a problem can name; forgetting that answer brings the applicant back to its question. */
export const submittedFields = ['iin', 'email', 'region', 'city', 'domain', 'csr', 'agreement'] as const;
export type SubmittedField = (typeof submittedFields)[number];

export const problemSchema = z
  .object({
    type: z.string().describe('urn:nca-ssl-bot:problem:<code>'),
    title: z.string().describe('The code in English words, for people who read logs'),
    status: z.int(),
    code: z.enum(problemCodes),
    field: z.enum(submittedFields).optional().describe('The answer that is refused'),
    reason: z
      .string()
      .max(64)
      .optional()
      .describe('The finer code behind csr-refused, domain-refused, iin-invalid, email-invalid and renewal-refused'),
    retryAfter: z.int().optional().describe('Seconds until it may work'),
    reference: z.string().optional().describe('What to look for in the log'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** Builds the document for a code; `more` must hold nothing personal, since it is logged and shown. */
export const problem = (
  code: ProblemCode,
  more: Partial<Pick<Problem, 'field' | 'reason' | 'retryAfter' | 'reference'>> = {},
): Problem => ({
  type: `urn:nca-ssl-bot:problem:${code}`,
  title: code.replaceAll('-', ' '),
  status: problemStatuses[code],
  code,
  ...more,
});
