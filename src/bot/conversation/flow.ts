// The whole conversation on one screen. The order is this array: what comes next and what comes before is derived from it.
import type { Draft, StepName } from './answers.ts';
import type { Services } from './services.ts';
import type { Step } from './step.ts';
import { agreement } from './steps/agreement.ts';
import { chatConsent } from './steps/chat-consent.ts';
import { chatKey } from './steps/chat-key.ts';
import { city } from './steps/city.ts';
import { csr } from './steps/csr.ts';
import { deviceKey } from './steps/device-key.ts';
import { domain } from './steps/domain.ts';
import { email } from './steps/email.ts';
import { emailCheck } from './steps/email-check.ts';
import { iin } from './steps/iin.ts';
import { keyStorage } from './steps/key-storage.ts';
import { person } from './steps/person.ts';
import { pictureCode } from './steps/picture-code.ts';
import { region } from './steps/region.ts';
import { review } from './steps/review.ts';
import { service } from './steps/service.ts';

export type Flow = readonly Step[];

export interface FlowOptions {
  readonly pictureCode: boolean;
  /** The last resort: a key made by the bot. */
  readonly keysInChat?: boolean;
}

export const createFlow = (services: Services, options: FlowOptions): Flow => [
  service,
  agreement,
  ...(options.pictureCode ? [pictureCode(services.pictureCodes)] : []),
  iin(services.people, services.reading),
  person,
  email,
  emailCheck,
  region(services.regions),
  city(services.regions),
  domain,
  keyStorage({ isChatOffered: options.keysInChat === true }),
  csr,
  deviceKey(services.keyPage),
  ...(options.keysInChat ? [chatConsent, chatKey(services)] : []),
  review,
];

/** The first step that applies and is unanswered; undefined when the application is complete. */
export const nextStep = (flow: Flow, draft: Draft): Step | undefined =>
  flow.find((each) => each.applies(draft) && draft[each.name] === undefined);

/**
 * What is asked now. A question that is asked again waits until those before it have their answers: after the edit of an IIN
 * for which a new picture code was needed, say, the IIN is asked, not what came after it.
 */
export function currentStep(flow: Flow, draft: Draft, asking: StepName | null): Step | undefined {
  const next = nextStep(flow, draft);
  const again = flow.find((each) => each.name === asking && each.applies(draft));
  return again && (!next || flow.indexOf(again) <= flow.indexOf(next)) ? again : next;
}

/** The nearest earlier step that may be answered again: derived from the order, so it cannot disagree with it. */
export const previousStep = (flow: Flow, current: StepName, draft: Draft): Step | undefined =>
  flow
    .slice(
      0,
      flow.findIndex(({ name }) => name === current),
    )
    .findLast((each) => each.applies(draft) && !each.once);

/** Where the applicant is among the questions that apply to this draft; `place` counts from 1. */
export function progress(flow: Flow, current: StepName, draft: Draft): Readonly<Record<'place' | 'of', number>> {
  const applying = flow.filter((each) => each.applies(draft));
  return { place: applying.findIndex(({ name }) => name === current) + 1, of: applying.length };
}

/**
 * A draft stored by another version of the flow, as far as it still holds: answers to questions that are no longer asked, or
 * of another shape, are dropped, so their questions are asked again; nothing is ever taken for the answer to another question.
 */
export function restoreDraft(flow: Flow, stored: Readonly<Record<string, unknown>>): Draft {
  return Object.fromEntries(
    flow.flatMap(({ name, restore }) => {
      const answer = Object.hasOwn(stored, name) ? restore(stored[name]) : undefined;
      return answer === undefined ? [] : [[name, answer]];
    }),
  );
}
