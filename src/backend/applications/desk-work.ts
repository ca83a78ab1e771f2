// What the desk may ask of the applications. The desk knows operators and pages; everything it may do is in here.
import type { ApplicationStatus, RevocationReason } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Language } from '../../domain/language.ts';
import type { PersonName } from '../../domain/person-name.ts';
import type { DayFigures } from './desk-figures.ts';
import type { Moment, SharedDecision } from './lifecycle.ts';
import type { RevocationFacts } from './revocations.ts';

export interface OperatorIdentity {
  readonly id: string;
  readonly name: string;
  /** From `DeskWork.fingerprintOf`; an operator never decides on an application of the same person. */
  readonly iinFingerprint?: string | null;
  /** Codes of regions. An application of any other region does not exist for this operator. */
  readonly regions: readonly string[] | 'all';
}

export interface ApplicationForDesk {
  readonly number: ApplicationNumber;
  readonly status: ApplicationStatus;
  readonly since: Date;
  readonly submittedAt: Date;
  readonly confirmBy: Date;
  /** All parts null once the personal data are destroyed. */
  readonly person: PersonName;
  /** Masked, unless it was asked for in full (which is audited). Null once destroyed; so is the e-mail. */
  readonly iin: string | null;
  readonly email: string | null;
  readonly region: { readonly code: string; readonly name: Readonly<Record<Language, string>> };
  readonly city: { readonly code: string; readonly name: Readonly<Record<Language, string>> };
  /** In ASCII. */
  readonly domain: string;
  readonly keyStorage: string;
  readonly key: { readonly description: string; readonly spkiSha256: string };
  readonly agreement: { readonly version: string; readonly agreedAt: Date };
  readonly language: Language;
  readonly reason: string | null;
  readonly certificate: { readonly serial: string; readonly validFrom: Date; readonly validTo: Date } | null;
  readonly timeline: readonly Moment[];
  readonly letters: readonly LetterForDesk[];
  /** Where two operators have to confirm, and one of them has: the application, or its revocation. */
  readonly first: FirstForDesk | null;
  readonly firstRevocation: FirstForDesk | null;
  readonly revocation: RevocationFacts | null;
  /** The newest application that is to replace this one's certificate, or has done so. */
  readonly renewedBy: ApplicationNumber | null;
  /** The address takes no letters. */
  readonly letterRefused: boolean;
  /** What this operator may do now, and why not: for the buttons. Judged again when one is pressed. */
  readonly may: {
    readonly confirm: true | DeskRefusal;
    /** `as-first`: another operator has to confirm as well. */
    readonly confirming: 'alone' | 'as-first' | 'as-second';
    readonly refuse: true | DeskRefusal;
    readonly takeBack: boolean;
    readonly revoke: true | DeskRefusal;
    readonly revoking: 'alone' | 'as-first' | 'as-second';
    /** Whether signing can be looked into: see `lookIntoSigning`. */
    readonly lookIntoSigning: boolean;
  };
  /** Valid once, for this operator, for exactly the data above: a decision names it, so that nothing is approved unseen. */
  readonly seen: string;
}

export interface FirstForDesk {
  readonly operatorId: string;
  readonly at: Date;
  /** Not if the data have changed since, or the operator was disabled: then it is as if nobody had confirmed. */
  readonly counts: boolean;
  /** Of a revocation. */
  readonly reason: RevocationReason | null;
}

export interface LetterForDesk {
  readonly kind: string;
  readonly state: 'waiting' | 'sent' | 'failed';
  readonly at: Date;
  /** The SMTP server's code or the network's, such as `550`; never an address. */
  readonly problem: string | null;
}

/**
 * `to-confirm`: submitted; `second-operator`: confirmed by one of two operators, the application or its revocation;
 * `expiring-soon`: within 7 days; `trouble`: approved, yet without certificate for too long. All with the nearest deadline first.
 * `revocation-asked`: asked for or decided, not done, in the order of asking; `letters-refused`: the address did not take the last
 * letter, the latest first; `all`: the newest first.
 */
export const queueFilters = [
  'to-confirm',
  'second-operator',
  'expiring-soon',
  'trouble',
  'revocation-asked',
  'letters-refused',
  'all',
] as const;
export type QueueFilter = (typeof queueFilters)[number];

/** How many wait, up to `MOST_COUNTED`. */
export type QueueCounts = Readonly<Record<Exclude<QueueFilter, 'all'>, number>>;

export interface QueueEntry {
  readonly number: ApplicationNumber;
  readonly status: ApplicationStatus;
  readonly since: Date;
  readonly submittedAt: Date;
  readonly confirmBy: Date;
  readonly person: PersonName;
  readonly domain: string;
  readonly region: string;
  readonly city: string;
  /** In the lists `second-operator` and `revocation-asked`: the id of who confirmed first, and what. */
  readonly firstBy?: string | null;
  readonly firstOf?: SharedDecision | null;
  /** In the list `letters-refused`. */
  readonly letter?: Pick<LetterForDesk, 'kind' | 'at' | 'problem'>;
  /** In the list `revocation-asked`. */
  readonly revocation?: Pick<RevocationFacts, 'reason' | 'askedAt' | 'decidedAt'>;
}

export interface QueuePage {
  /** From `next` of the page before. */
  readonly after?: string | undefined;
  /** 50 when left out, 200 at most. */
  readonly limit?: number;
}

export interface Queue {
  readonly entries: readonly QueueEntry[];
  /** Where the next page begins; undefined on the last one. */
  readonly next: string | undefined;
}

export type DeskRefusal =
  | 'application-unknown' // no such number, or of another region
  | 'application-state' // someone or something was faster
  | 'seen-stale' // looked at too long ago, decided upon already, or the data changed since
  | 'own-application'
  | 'second-operator' // the same person has confirmed already; another one has to
  | 'confirmed-meanwhile' // seen before another operator confirmed: to be looked at again, then it is the second confirmation
  | 'checklist-incomplete'
  | 'confirmation-mistyped' // neither the domain nor the number
  | 'reason-missing' // empty, or longer than `MOST_REASON`
  | 'ca-unavailable'; // the approval stands; a job goes on with the signing

export type Decision<Value> = { readonly value: Value } | { readonly because: DeskRefusal };

export interface DeskWork {
  /** Undefined for an unknown number and for one of another region. Every call is audited. */
  find(
    number: ApplicationNumber,
    by: OperatorIdentity,
    options?: { readonly fullIin?: boolean },
  ): Promise<ApplicationForDesk | undefined>;
  queue(filter: QueueFilter, page: QueuePage, by: OperatorIdentity): Promise<Queue>;
  /** By a whole number, IIN or domain as typed; newest first, 50 at most, only of the operator's regions. */
  search(text: string, by: OperatorIdentity): Promise<readonly QueueEntry[]>;
  /** How many wait per filter, in the operator's regions. */
  counts(by: OperatorIdentity): Promise<QueueCounts>;
  /** What became of the applications of the last days, in the operator's regions. */
  figures(by: OperatorIdentity): Promise<readonly DayFigures[]>;
  /** Whether two operators have to confirm. */
  readonly fourEyes: boolean;
  /** Whether one operator is enough to revoke a certificate whose key is compromised. */
  readonly compromisedAtOnce: boolean;
  /**
   * Confirms and has the certificate issued; every document of `checklistDocuments` must be ticked. Where two operators have to
   * confirm, the first one's confirmation changes nothing yet: the status is still `submitted`.
   */
  confirm(request: {
    readonly number: ApplicationNumber;
    readonly seen: string;
    readonly by: OperatorIdentity;
    readonly checklist: readonly string[];
  }): Promise<Decision<{ readonly status: ApplicationStatus }>>;
  /** The first of two operators thinks better of it; false when there is nothing (any more) to take back. */
  takeBack(number: ApplicationNumber, by: OperatorIdentity): Promise<boolean>;
  /**
   * Asks the authority what became of a signing, and goes on as it says: never signs what may be signed already. The status then;
   * undefined for an application that is not visible or not in trouble.
   */
  lookIntoSigning(number: ApplicationNumber, by: OperatorIdentity): Promise<ApplicationStatus | undefined>;
  refuse(request: {
    readonly number: ApplicationNumber;
    readonly seen: string;
    readonly by: OperatorIdentity;
    /** In the operator's words, shown to the applicant; `MOST_REASON` characters at most. */
    readonly reason: string;
  }): Promise<Decision<{ readonly status: ApplicationStatus }>>;
  /**
   * Decides on a revocation and has it carried out; `typed` is the domain or the number, so that nothing is revoked by a slip.
   * The status then, and what the revocation waits for: a second operator who confirms the same, where two have to; the
   * authority, where it does not answer: the decision stands, and a job goes on.
   */
  revoke(request: {
    readonly number: ApplicationNumber;
    readonly seen: string;
    readonly by: OperatorIdentity;
    readonly reason: RevocationReason;
    readonly typed: string;
  }): Promise<Decision<{ readonly status: ApplicationStatus; readonly waitsFor?: 'second-operator' | 'authority' }>>;
  /** The printable form as PDF. */
  form(number: ApplicationNumber, by: OperatorIdentity): Promise<Uint8Array | undefined>;
  /** What `OperatorIdentity.iinFingerprint` is made with. */
  fingerprintOf(iin: string): string;
}

/** Characters of the reason for a refusal. */
export const MOST_REASON = 1_000;

/** What an operator has to have seen before confirming. Their words are the desk's. */
export const checklistDocuments = ['identity-card', 'signed-form', 'domain-right'] as const;
