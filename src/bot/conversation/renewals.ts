// Renewing: a draft that has its answers from the old application, except those that must be given anew: agreement, IIN, key.
import type { OwnerView } from '../../contract/schemas.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { parseDomainName } from '../../domain/domain-name.ts';
import { likelyAddress, parseEmailAddress } from '../../domain/email-address.ts';
import { type Message, message } from '../../messages/message.ts';
import type { Draft } from './answers.ts';
import { home } from './application-card.ts';
import { type Conversation, hasDraft, withoutDraft } from './conversation.ts';
import { go } from './menu.ts';
import type { Button } from './output.ts';
import type { Questions } from './questions.ts';
import { readOwn, refused } from './read-own.ts';
import type { Applications } from './services.ts';
import { after, aside, type Surroundings, settle, type Turn } from './turn.ts';

export type Renew = (number: ApplicationNumber, state: Conversation, around: Surroundings) => Promise<Turn>;

export function createRenew(applications: Pick<Applications, 'read'>, questions: Pick<Questions, 'ask'>): Renew {
  return async (number, state, around) => {
    const say = (text: Message, ...buttons: readonly (readonly Button[])[]) =>
      aside({ text: [text], buttons: [...buttons, [home]] }, state);
    const read = await readOwn(applications, around.owner, number);
    if ('problem' in read) return refused(state, read);
    const { renewableFrom, renewedBy, domain } = read.value;
    if (renewedBy) return say(message('renewal.already', { number: renewedBy }));
    if (!renewableFrom) return say(message('renewal.not-this'));
    const from = new Date(renewableFrom);
    if (from > around.now) return say(message('renewal.too-early', { from }));
    const unfinished = [go(message('home.continue'), 'continue'), go(message('engine.cancel'), 'cancel')];
    if (hasDraft(state) && state.renews !== number) return say(message('renewal.draft-first'), unfinished);
    const begun: Conversation = hasDraft(state)
      ? state
      : { ...withoutDraft(state), draft: draftOf(read.value), renews: number };
    const told = aside({ text: [message('renewal.begun', { domain, number })], buttons: [] }, begun);
    return after([settle(state), ...told.outputs], await questions.ask(begun, around));
  };
}

/** What does not hold today is asked again. */
function draftOf({ email, regionCode, cityCode, domain }: OwnerView): Draft {
  const name = parseDomainName(domain);
  const address = email === null ? undefined : parseEmailAddress(email);
  const kept = address && 'value' in address ? address.value : null;
  return {
    service: 'ssl-individual',
    ...(email !== null && kept === null ? {} : { email: { address: kept } }),
    ...(kept && likelyAddress(kept) && { 'email-check': { address: kept } }),
    region: regionCode,
    city: cityCode,
    ...('value' in name && { domain: name.value }),
  };
}
