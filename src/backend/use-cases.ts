// Everything the backend can be asked to do, made from its parts.
import { randomInt } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { createDeskWork } from './applications/desk.ts';
import type { DeskWork } from './applications/desk-work.ts';
import { createFormRequests, type Forms } from './applications/form-requests.ts';
import { createIssue, type Issue } from './applications/issue.ts';
import type { LimitTable } from './applications/limits.ts';
import { createLookUpPerson } from './applications/look-up-person.ts';
import type { Mailer } from './applications/mailer.ts';
import { createOwnerWork } from './applications/owner-work.ts';
import { createRevoke, type Revoke } from './applications/revoke.ts';
import { createSendLetter } from './applications/send-letter.ts';
import { createSubmit } from './applications/submit.ts';
import type { CertificateAuthority, Revoker } from './ca/certificate-authority.ts';
import type { Handlers } from './http/handler.ts';
import { createHandlers } from './http/handlers.ts';
import type { People } from './people/people.ts';
import { choosePictureText, drawPictureCode } from './picture-codes/picture-code.ts';
import { createPictureCodes } from './picture-codes/picture-codes.ts';
import type { Regions } from './regions/regions.ts';
import type { Storage } from './storage/storage.ts';

export interface Parts {
  readonly storage: Storage;
  readonly people: People;
  readonly authority: CertificateAuthority & Partial<Revoker>;
  /** Somebody waits for these; for `unhurried` nobody does. */
  readonly forms: Forms & { readonly unhurried: Forms };
  readonly mailer: Mailer;
  readonly regions: Regions;
  readonly sealing: Sealing;
  readonly clock: Clock;
  readonly limitTable: LimitTable;
  readonly blockedKeys: ReadonlySet<string>;
  /** Of what goes on without the one who asked. */
  readonly onError: (error: unknown) => void;
  readonly pictureCodeRequired: boolean;
  /** A certificate whose key is compromised is revoked without waiting for an operator. */
  readonly compromisedAtOnce: boolean;
  /** Whether two operators have to confirm. */
  readonly fourEyes: boolean;
}

export interface UseCases {
  /** What the API's routes do. */
  readonly handlers: Handlers;
  readonly desk: DeskWork;
  readonly issue: Issue;
  readonly revoke: Revoke;
  readonly sendLetter: (id: string, last: boolean) => Promise<void>;
}

export function createUseCases({ storage, ...parts }: Parts): UseCases {
  const shared = { ...storage, ...parts };
  const pictureCodes = createPictureCodes({
    ...shared,
    storage: storage.pictureCodes,
    chooseText: () => choosePictureText(secureRandom),
    draw: (text) => drawPictureCode(text, Math.random), // the noise need not be a secret
    required: parts.pictureCodeRequired,
  });
  const revoke = createRevoke(shared);
  const ownerWork = createOwnerWork({ ...shared, revoke });
  const issue = createIssue(shared);
  return {
    handlers: createHandlers({
      pictureCodes,
      lookUpPerson: createLookUpPerson({ ...shared, admit: pictureCodes.admit }),
      regions: parts.regions,
      submit: createSubmit(shared),
      ownerWork,
      forms: createFormRequests(ownerWork, parts.forms, parts.regions),
      feed: storage.feed,
    }),
    desk: createDeskWork({ ...shared, issue, revoke }),
    issue,
    revoke,
    sendLetter: createSendLetter({ ...shared, forms: parts.forms.unhurried }),
  };
}

/** 32 bits are plenty to choose a digit with. */
const secureRandom = () => randomInt(2 ** 32) / 2 ** 32;
