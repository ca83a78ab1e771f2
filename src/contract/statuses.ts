/**
 * What an application can be; the backend's lifecycle table says which move leads where and who makes it.
 * Aside of the way from submitted to set-up: refused, withdrawn, expired, signing-unknown, revoked, superseded.
 */
export const applicationStatuses = [
  'submitted',
  'confirmed',
  'signing',
  'signing-unknown',
  'issued',
  'set-up',
  'refused',
  'withdrawn',
  'expired',
  'revoked',
  'superseded',
] as const;
export type ApplicationStatus = (typeof applicationStatuses)[number];

/**
 * Why a certificate is revoked, in the words of RFC 5280 (5.3.1) where it has one; BR 7.2.2 allows no others. `key-lost`: password
 * or file are lost and nobody else has them, which a revocation list calls `unspecified`. The last one is the operators' alone.
 */
export const revocationReasons = [
  'key-compromise',
  'key-lost',
  'superseded',
  'affiliation-changed',
  'cessation-of-operation',
  'privilege-withdrawn',
] as const;
export type RevocationReason = (typeof revocationReasons)[number];

/** What an applicant can know. */
export const applicantReasons = revocationReasons.filter(
  (reason): reason is Exclude<RevocationReason, 'privilege-withdrawn'> => reason !== 'privilege-withdrawn',
);
export type ApplicantReason = (typeof applicantReasons)[number];

/**
 * What the owner of an application hears of although its status stays. `letter-refused`: the address takes no letters at all;
 * `letter-undelivered`: it put a letter off until nobody tried any more, as a full mailbox does.
 */
export const notices = [
  'confirm-soon',
  'certificate-ends',
  'revocation-asked',
  'letter-refused',
  'letter-undelivered',
] as const;
export type Notice = (typeof notices)[number];

/** Who did something; which operator is for the desk alone. */
export const actors = ['applicant', 'operator', 'ca', 'clock'] as const;
