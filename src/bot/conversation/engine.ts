// What happens in a chat, and what follows from it. Pure but for the ports it is given: it sends nothing and stores nothing.
import { applicationStatuses, notices } from '../../contract/statuses.ts';
import { parseApplicationNumber } from '../../domain/application-number.ts';
import { closestLanguage } from '../../domain/language.ts';
import { holdsPrivateKey } from '../../domain/private-key.ts';
import { type Message, message } from '../../messages/message.ts';
import { home } from './application-card.ts';
import { createSubmittedApplications } from './applications.ts';
import { awaitsKeyPage, type Conversation } from './conversation.ts';
import type { Flow } from './flow.ts';
import { numberFromPicture } from './form-pictures.ts';
import { type BuildFiles, createIssuedCertificates } from './issued-certificates.ts';
import { createKeyStores } from './key-stores.ts';
import { go, homeScreen } from './menu.ts';
import { createNavigation } from './navigation.ts';
import { createNewAddress } from './new-address.ts';
import type { Output } from './output.ts';
import { isPicture } from './pictures.ts';
import type { Press } from './press.ts';
import { createQuestions } from './questions.ts';
import { type DraftLifetime, lookAtDraft } from './reminders.ts';
import { createRenew } from './renewals.ts';
import { createRevocations } from './revocations.ts';
import { expectsSecret } from './secrets.ts';
import type { Services } from './services.ts';
import type { Reply } from './step.ts';
import { submit } from './submission.ts';
import { after, aside, type Happening, type Surroundings, type Turn, takeOver, turn } from './turn.ts';
import { unreachable } from './unreachable.ts';

export type Engine = (happening: Happening, state: Conversation, surroundings: Surroundings) => Promise<Turn>;

export interface EngineParts {
  readonly flow: Flow;
  readonly services: Services;
  readonly buildFiles: BuildFiles;
  readonly draftLifetime: DraftLifetime;
}

type OfThePerson = Exclude<Happening, { kind: 'timer' | 'status-change' }>;

export function createEngine({ flow, services, buildFiles, draftLifetime }: EngineParts): Engine {
  const keyStores = createKeyStores(services);
  const revocations = createRevocations(services.applications);
  const newAddress = createNewAddress(services.applications);
  const questions = createQuestions(flow, (state, surroundings) => submit(state, surroundings, services, questions));
  const renew = createRenew(services.applications, questions);
  const others = { keyStores, newAddress, revocations, renew };
  const submitted = createSubmittedApplications(services, createIssuedCertificates(services, buildFiles), others);
  const navigation = createNavigation(questions, services.reading !== undefined);

  function react(happening: OfThePerson, state: Conversation, around: Surroundings): Promise<Turn> | Turn {
    switch (happening.kind) {
      case 'command':
        return command(happening.name, happening.argument, state, around);
      case 'press':
        return pressed(happening.press, state, around);
      case 'set-up':
        return submitted.act('set-up', happening.number, state, around);
      default:
        return reply(happening, state, around);
    }
  }

  /** A number is looked up wherever no question waits for a text; everything else is an answer, or a hint what could be. */
  async function reply(given: Reply, state: Conversation, around: Surroundings): Promise<Turn> {
    if (!isAskedForRequest(state) && (await bringsPrivateKey(given, state))) {
      return after([{ show: 'nothing-of-it' }], aside({ text: [message('csr.csr-private-key')], buttons: [] }, state));
    }
    if (given.kind === 'made-key' && !awaitsKeyPage(state)) {
      return aside({ text: [message('device-key.closed')], buttons: [[home]] }, state);
    }
    if (state.place === 'question') return questions.answer(given, state, around);
    if (state.place === 'key-password') return keyStores.reply(given, state, around);
    if (state.place === 'revocation') return revocations.reply(given, state, around);
    if (state.place === 'new-email') return newAddress.reply(given, state, around);
    if (state.place === 'status' && services.reading && isPicture(given)) {
      const read = await numberFromPicture(services.reading, given, state, around);
      return 'unread' in read ? read.unread : submitted.look(read.value, { ...state, place: 'home' }, around);
    }
    const number = given.kind === 'text' ? parseApplicationNumber(given.text) : undefined;
    if (number) return submitted.look(number, { ...state, place: 'home' }, around);
    const hint =
      state.place === 'status' ? 'status.not-a-number' : given.kind === 'text' ? 'home.hint' : 'home.hint-file';
    return takeOver({ ...homeScreen(state), text: [message(hint)] }, state);
  }

  function command(name: string, argument: string, state: Conversation, around: Surroundings): Promise<Turn> | Turn {
    const number = parseApplicationNumber(argument);
    if (number && (name === 'start' || name === 'status')) return submitted.look(number, state, around);
    switch (name) {
      case 'start':
        return navigation.go('home', state, around);
      case 'apply':
      case 'status':
      case 'cancel':
      case 'help':
      case 'language':
      case 'privacy':
      case 'support':
      case 'notices':
        return navigation.go(name, state, around);
      case 'back':
        return state.place === 'question' ? back(state, around) : navigation.go('home', state, around);
      default:
        return unknownCommand(state);
    }
  }

  /** A typed command has pushed the question up, so the earlier one is asked below. */
  async function back(state: Conversation, around: Surroundings): Promise<Turn> {
    const { state: next, outputs } = await questions.back(state, around);
    const below = outputs.map((output) => (output.show === 'screen' ? { ...output, inPlace: false } : output));
    const isSettled = outputs.some(({ show }) => show === 'settle');
    return { state: next, outputs: isSettled ? below : [{ show: 'settle', hasPicture: state.hasPicture }, ...below] };
  }

  const unknownCommand = (state: Conversation): Turn => {
    const text = [message('home.unknown-command')];
    return state.place === 'question'
      ? aside({ text, buttons: [[go(message('home.continue'), 'continue')]] }, state)
      : takeOver({ ...homeScreen(state), text }, state);
  };

  async function pressed(press: Press | undefined, state: Conversation, around: Surroundings): Promise<Turn> {
    if (!press || ('screen' in press && isClosed(press, state))) return turn(state, toast('engine.closed'));
    switch (press.to) {
      case 'choice':
        return press.step === questions.current(state)?.name
          ? after([toast()], await questions.answer({ kind: 'choice', code: press.code }, state, around))
          : after([toast('engine.closed')], await navigation.go('continue', state, around));
      case 'page':
        return after([toast()], await questions.turnPage(press.page, state, around));
      case 'edit':
        return after([toast()], await questions.edit(press.step, state, around));
      case 'back':
        return after([toast()], await questions.back(state, around));
      case 'keep':
        return after([toast()], await questions.keep(state, around));
      case 'speak':
        return after([toast('language.chosen')], await navigation.speak(press.language, state, around));
      case 'application':
        return after([toast()], await submitted.act(press.action, press.number, state, around));
      case 'sure':
        return after([toast()], navigation.sure(press.what, state));
      case 'go':
        return after([toast()], await navigation.go(press.where, state, around));
    }
  }

  async function change(
    { number, status, notice }: Extract<Happening, { kind: 'status-change' }>,
    state: Conversation,
    around: Surroundings,
  ): Promise<Turn> {
    const known = applicationStatuses.find((each) => each === status);
    const parsed = parseApplicationNumber(number);
    if (!known || !parsed) return turn(state);
    if (notice === null) return submitted.changed(parsed, known, state, around);
    const told = notices.find((each) => each === notice);
    return told ? submitted.noticed(parsed, told, state, around) : turn(state);
  }

  return async (happening, stored, around) => {
    if (happening.kind === 'timer') return lookAtDraft(stored, around.now, draftLifetime);
    if (happening.kind === 'status-change') return change(happening, stored, around);
    const language = stored.language ?? closestLanguage(around.appLanguage);
    const state = { ...stored, language, lastSeenAt: around.now.toISOString(), reminded: false };
    const isSecret = happening.kind === 'text' && expectsSecret(flow, state);
    const next = await reactOrSayWhy(happening, state, around, isSecret);
    return isSecret ? after([{ show: 'nothing-of-it' }], next) : next;
  };

  async function reactOrSayWhy(given: OfThePerson, state: Conversation, around: Surroundings, isSecret: boolean) {
    try {
      return await react(given, state, around);
    } catch (error) {
      if (!services.isUnreachable(error)) throw error;
      return unreachable(given, state, isSecret, () => questions.words(state, around));
    }
  }
}

/** An old keyboard, or one of a question that has made room for something else. */
const isClosed = (press: Extract<Press, { screen: number }>, { screen, place }: Conversation): boolean =>
  press.screen !== screen || (press.to !== 'sure' && place !== 'question');

/** That question refuses a key with the same words, and asks again. */
const isAskedForRequest = ({ place, asked }: Conversation): boolean => place === 'question' && asked === 'csr';

/** The largest RSA key as PEM, many times over; what is larger is something else. */
const MAX_KEY_FILE_BYTES = 16 * 1024;

async function bringsPrivateKey(given: Reply, { place }: Conversation): Promise<boolean> {
  if (given.kind === 'text') return holdsPrivateKey(given.text);
  if (given.kind !== 'file' || given.file.size > MAX_KEY_FILE_BYTES || place === 'key-password') return false;
  const bytes = await given.file.bytes().catch(() => undefined); // what cannot be fetched is answered as any other file
  return bytes !== undefined && holdsPrivateKey(Buffer.from(bytes).toString('latin1'));
}

const toast = (key: Extract<Message['key'], 'engine.taken' | 'engine.closed' | 'language.chosen'> = 'engine.taken') =>
  ({ show: 'toast', text: message(key), ...(key === 'engine.closed' && { alert: true as const }) }) satisfies Output;
