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
