// Revoking a certificate: why, then the domain or the number typed out, because it cannot be undone.
import { problem } from '../../contract/problems.ts';
import type { OwnerView } from '../../contract/schemas.ts';
import type { ApplicantReason } from '../../contract/statuses.ts';
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { parseDomainName } from '../../domain/domain-name.ts';
import { type Message, message } from '../../messages/message.ts';
import { home, revocationReasonWords } from './application-card.ts';
import { type Conversation, hasDraft } from './conversation.ts';
import { go } from './menu.ts';
import type { Button } from './output.ts';
import type { RevocationChoice } from './press.ts';
import { readOwn, refused } from './read-own.ts';
import { becauseOf } from './refusals.ts';
import type { Applications } from './services.ts';
import type { Reply } from './step.ts';
import { aside, type Surroundings, type Turn, takeOver } from './turn.ts';

export interface Revocations {
  /** The button: asks why, or says that it was asked for already. */
  begin(number: ApplicationNumber, state: Conversation, around: Surroundings): Promise<Turn>;
  /** One of the reasons: asks for the domain or the number to be typed. */
  choose(choice: RevocationChoice, number: ApplicationNumber, state: Conversation, around: Surroundings): Promise<Turn>;
  /** What is typed then. */
  reply(given: Reply, state: Conversation, around: Surroundings): Promise<Turn>;
}

/** In the order in which they are offered. */
const reasons = {
  stolen: 'key-compromise',
  lost: 'key-lost',
  replaced: 'superseded',
  changed: 'affiliation-changed',
  closed: 'cessation-of-operation',
} as const satisfies Readonly<Record<RevocationChoice, ApplicantReason>>;

export function createRevocations(applications: Pick<Applications, 'read' | 'askRevocation'>): Revocations {
  const isRevocable = ({ status }: OwnerView) => ['issued', 'set-up', 'superseded'].includes(status);

  async function withView(
    number: ApplicationNumber,
    state: Conversation,
    { owner }: Surroundings,
    goOn: (view: OwnerView) => Turn | Promise<Turn>,
  ): Promise<Turn> {
    const read = await readOwn(applications, owner, number);
    if ('problem' in read) return refused(state, read);
    return isRevocable(read.value) ? goOn(read.value) : refused(state, { problem: problem('application-state') });
  }

  const choiceButton = (choice: RevocationChoice, number: ApplicationNumber): readonly Button[] => [
    { label: message(`revocation.${choice}`), press: { to: 'application', action: `revoke-${choice}`, number } },
  ];
  const leaveButton = (number: ApplicationNumber): readonly Button[] => [
    { label: message('revocation.keep'), press: { to: 'application', action: 'revoke-not', number } },
  ];

  function askWhy({ domain, revocation }: OwnerView, number: ApplicationNumber, state: Conversation): Turn {
    const text = revocation ? alreadyAsked(domain, revocation) : [message('revocation.ask', { domain })];
    const offered = Object.keys(reasons) as RevocationChoice[];
    const left = !revocation ? offered : isFinal(revocation) ? [] : (['stolen'] as const);
    const buttons = [...left.map((choice) => choiceButton(choice, number)), revocation ? [home] : leaveButton(number)];
    return aside({ text, buttons }, state);
  }

  const confirmation = (wanted: WantedRevocation, domain: string, state: Conversation, because?: Message): Turn =>
    takeOver(
      {
        text: [
          ...(because ? [message('engine.because', { because })] : []),
          message('revocation.confirm', { domain, reason: revocationReasonWords(wanted.reason) }),
        ],
        buttons: [leaveButton(wanted.number)],
      },
      { ...state, place: 'revocation', revoking: wanted },
    );

  async function carryOut({ number, reason }: WantedRevocation, state: Conversation, { owner }: Surroundings) {
    const asked = await applications.askRevocation(owner, number, reason);
    const done: Conversation = { ...state, place: 'home', revoking: null };
    const buttons = [...(hasDraft(state) ? [[go(message('home.continue'), 'continue')]] : []), [home]];
    if ('problem' in asked) return takeOver({ text: [becauseOf(asked.problem)], buttons }, done);
    const { domain, revocation } = asked.value;
    const text = revocation?.decided
      ? message('revocation.under-way', { domain })
      : message('revocation.asked', { domain, reason: revocationReasonWords(reason) });
    return takeOver({ text: [text], buttons }, done);
  }

  return {
    begin: (number, state, around) => withView(number, state, around, (view) => askWhy(view, number, state)),
    choose: (choice, number, state, around) =>
      withView(number, state, around, (view) => confirmation({ number, reason: reasons[choice] }, view.domain, state)),
    async reply(given, state, around) {
      const { revoking: wanted } = state;
      if (!wanted) return takeOver({ text: [message('home.hint')], buttons: [[home]] }, { ...state, place: 'home' });
      return withView(wanted.number, state, around, ({ domain }) =>
        given.kind === 'text' && names(given.text, wanted.number, domain)
          ? carryOut(wanted, state, around)
          : confirmation(wanted, domain, state, message('revocation.mismatch')),
      );
    },
  };
}

type WantedRevocation = NonNullable<Conversation['revoking']>;
type Asked = NonNullable<OwnerView['revocation']>;

/** Nothing that could still be said would change anything. */
const isFinal = ({ decided, reason }: Asked): boolean => decided || reason === 'key-compromise';

const alreadyAsked = (domain: string, asked: Asked): readonly Message[] =>
  asked.decided
    ? [message('revocation.under-way', { domain })]
    : [
        message('revocation.asked-before', {
          at: new Date(asked.askedAt),
          reason: revocationReasonWords(asked.reason),
        }),
        ...(isFinal(asked) ? [] : [message('revocation.worse')]),
      ];

function names(text: string, number: ApplicationNumber, domain: string): boolean {
  const parsed = parseDomainName(text);
  return parseApplicationNumber(text) === number || ('value' in parsed && parsed.value.ascii === domain);
}
