// What our certificates say. The profile of the National Certification Authority's own SSL certificates is not public: this one
// is inferred from the CA/Browser Forum's Baseline Requirements (BR) and RFC 5280. Change it here, then `lint.ts` if rules change.

const DAY_MS = 24 * 60 * 60 * 1000;

export const profile = {
  country: 'KZ',
  /** Names that nobody can take for the real authority's: "trial root / trial certification authority". At most 64 letters. */
  root: { commonName: 'СЫНАҚ ТҮБІРЛІК КУӘЛАНДЫРУШЫ ОРТАЛЫҚ', days: 20 * 365 },
  issuing: { commonName: 'СЫНАҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ', days: 10 * 365 },
  subscriber: {
    /** Subject: the common name, which is the domain, and nothing personal. The same name as the only subjectAltName. */
    /** Clocks of visitors may be slow. */
    backdateMs: 60 * 60 * 1000,
    /** serverAuth. */
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
    /** CA/Browser Forum: domain-validated. */
    policies: ['2.23.140.1.2.1'],
  },
  /** Made anew daily and at each revocation; the rest is for days on which that fails. */
  revocationListDays: 7,
} as const;

/** BR 6.3.2, by the day of signing. */
const validity = [
  { from: '2029-03-15', days: 47 },
  { from: '2027-03-15', days: 100 },
  { from: '2026-03-15', days: 200 },
] as const;

export const maxValidityDays = (at: Date): number =>
  validity.find(({ from }) => at.getTime() >= Date.parse(from))?.days ?? 200;

/** The first and the last second; both count (RFC 5280, 4.1.2.5). */
export function subscriberValidity(at: Date, days = maxValidityDays(at)): { notBefore: Date; notAfter: Date } {
  const start = Math.floor((at.getTime() - profile.subscriber.backdateMs) / 1000) * 1000;
  const length = Math.min(days, maxValidityDays(at)) * DAY_MS;
  return { notBefore: new Date(start), notAfter: new Date(start + length - 1000) };
}
