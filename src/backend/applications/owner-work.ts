// What the owner of an application may do with it, and what anyone with its number may see.
import type { Certificates, OwnerView, StatusView } from '../../contract/schemas.ts';
import type { ApplicantReason, ApplicationStatus } from '../../contract/statuses.ts';
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import type { Clock } from '../../domain/clock.ts';
import { parseEmailAddress } from '../../domain/email-address.ts';
import type { Regions } from '../regions/regions.ts';
import type { Application } from './application.ts';
import type { Applications } from './applications.ts';
import type { CertificateStorage } from './certificates.ts';
import type { LettersRefused } from './letter.ts';
import { mayBecome } from './lifecycle.ts';
import type { Limits, LimitTable } from './limits.ts';
import type { Outcome, Refusal } from './refusal.ts';
import type { Revoke } from './revoke.ts';
import { ownerView, statusView } from './views.ts';

export interface OwnerWork {
  view(application: Application): Promise<OwnerView>;
  /** `client`: who is counted for numbers that do not exist. */
  read(number: string, owner: string | undefined, client: string): Promise<Outcome<OwnerView | StatusView>>;
  /** The application if it is this owner's. */
  own(number: string, owner: string): Promise<Outcome<Application>>;
  withdraw(number: string, owner: string): Promise<Outcome<OwnerView>>;
  confirmSetUp(number: string, owner: string): Promise<Outcome<OwnerView>>;
  certificates(number: string, owner: string): Promise<Outcome<Certificates>>;
  /** Another address for letters. */
  changeEmail(number: string, owner: string, email: string): Promise<Outcome<OwnerView>>;
  askRevocation(number: string, owner: string, reason: ApplicantReason): Promise<Outcome<OwnerView>>;
}

export interface OwnerWorkParts {
  readonly applications: Applications;
  readonly certificates: CertificateStorage;
  readonly revoke: Pick<Revoke, 'ask'>;
  readonly refusedLetters: Pick<LettersRefused, 'changeAddress'>;
  readonly regions: Regions;
  readonly limits: Limits;
  readonly limitTable: LimitTable;
  readonly clock: Clock;
}

export function createOwnerWork(parts: OwnerWorkParts): OwnerWork {
  const { applications, certificates, revoke, refusedLetters, regions, limits, limitTable, clock } = parts;

  const find = async (text: string, client: string): Promise<Outcome<Application>> => {
    const tooMany = await limits.check(limitTable.unknownNumbersPerClient, client);
    if (tooMany) return tooMany;
    const number = parseApplicationNumber(text);
    const value = number && (await applications.find(number));
    if (value) return { value };
    await limits.take(limitTable.unknownNumbersPerClient, client);
    return { because: 'application-unknown' };
  };

  const own = async (number: string, owner: string): Promise<Outcome<Application>> => {
    const found = await find(number, owner);
    if ('because' in found) return found;
    return found.value.owner === owner ? found : { because: 'application-not-owned' };
  };

  const view = async (application: Application) => {
    const [timeline, facts, certificate] = await Promise.all([
      applications.timeline(application.id),
      applications.findOwnerFacts(application.id),
      certificates.find(application.id),
    ]);
    return ownerView({ application, timeline, facts, validTo: certificate?.validTo ?? null }, regions);
  };

  const moveTo = async (to: ApplicationStatus, text: string, owner: string): Promise<Outcome<OwnerView>> => {
    const found = await own(text, owner);
    if ('because' in found) return found;
    const { number } = found.value;
    if (found.value.status === to) return { value: await view(found.value) };
    const from = mayBecome(to, 'applicant');
    const moved = await applications.move({ number, from, to, actor: 'applicant', at: clock() });
    return moved ? { value: await view(moved) } : refuseUnlessThere(to, number);
  };

  /** Of two presses on the same button the slower one is told the same as the faster one. */
  const refuseUnlessThere = async (to: ApplicationStatus, number: ApplicationNumber): Promise<Outcome<OwnerView>> => {
    const now = await applications.find(number);
    return now?.status === to ? { value: await view(now) } : ({ because: 'application-state' } satisfies Refusal);
  };

  return {
    view,
    own,
    async read(number, owner, client) {
      const found = await find(number, client);
      if ('because' in found) return found;
      return { value: found.value.owner === owner ? await view(found.value) : statusView(found.value) };
    },
    withdraw: (number, owner) => moveTo('withdrawn', number, owner),
    confirmSetUp: (number, owner) => moveTo('set-up', number, owner),
    async certificates(number, owner) {
      const found = await own(number, owner);
      if ('because' in found) return found;
      const certificate = await certificates.find(found.value.id);
      return certificate?.files ? { value: certificate.files } : { because: 'application-state' };
    },
    async changeEmail(text, owner, email) {
      const parsed = parseEmailAddress(email);
      if ('because' in parsed) return { because: 'email-invalid', field: 'email', reason: parsed.because };
      const found = await own(text, owner);
      if ('because' in found) return found;
      const tooMany = await limits.take(limitTable.addressesPerOwner, owner);
      if (tooMany) return tooMany;
      const changed = await refusedLetters.changeAddress(found.value.number, parsed.value, clock());
      return changed ? { value: await view(changed) } : { because: 'application-state' };
    },
    async askRevocation(text, owner, reason) {
      const found = await own(text, owner);
      if ('because' in found) return found;
      const asked = await revoke.ask(found.value.number, reason);
      const now = await applications.find(found.value.number);
      return now && (asked || now.status === 'revoked') ? { value: await view(now) } : { because: 'application-state' };
    },
  };
}
