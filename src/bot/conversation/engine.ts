// What happens in a chat, and what follows from it. Pure but for the ports it is given: it sends nothing and stores nothing.
import { applicationStatuses } from '../../contract/statuses.ts';
import { parseApplicationNumber } from '../../domain/application-number.ts';
import { closestLanguage } from '../../domain/language.ts';
import { message } from '../../messages/message.ts';
import { type BuildFiles, createSubmittedApplications } from './applications.ts';
import { type Conversation, hasDraft, newConversation } from './conversation.ts';
import type { Flow } from './flow.ts';
import { cancelScreen, helpScreen, homeScreen, languageScreen, privacyScreen, statusScreen } from './menu.ts';
import type { Output, Screen } from './output.ts';
import type { Destination, Press } from './press.ts';
import { createQuestions } from './questions.ts';
import { type DraftLifetime, lookAtDraft } from './reminders.ts';
import type { Services } from './services.ts';
import type { Reply } from './step.ts';
import { submit } from './submission.ts';
import { after, type Happening, type Surroundings, type Turn, turn } from './turn.ts';

export type Engine = (happening: Happening, state: Conversation, surroundings: Surroundings) => Promise<Turn>;

export interface EngineParts {
  readonly flow: Flow;
  readonly services: Services;
  readonly buildFiles: BuildFiles;
  readonly draftLifetime: DraftLifetime;
}

export function createEngine({ flow, services, buildFiles, draftLifetime }: EngineParts): Engine {
  const submitted = createSubmittedApplications(services, buildFiles);
  const questions = createQuestions(flow, (state, surroundings) => submit(state, surroundings, services, questions));

  const engine: Engine = async (happening, stored, surroundings) => {
    if (happening.kind === 'timer') return lookAtDraft(stored, surroundings.now, draftLifetime);
    const language = stored.language ?? closestLanguage(surroundings.appLanguage);
    if (happening.kind === 'status-change') return change(happening, { ...stored, language }, surroundings);
    const state = { ...stored, language, lastSeenAt: surroundings.now.toISOString(), reminded: false };
    try {
      return await react(happening, state, surroundings);
    } catch (error) {
      if (!services.isUnreachable(error)) throw error;
      return unreachable(happening, state);
    }
  };

  function react(
    happening: Exclude<Happening, { kind: 'timer' | 'status-change' }>,
    state: Conversation,
    surroundings: Surroundings,
  ): Promise<Turn> | Turn {
    switch (happening.kind) {
      case 'command':
        return command(happening.name, happening.argument, state, surroundings);
      case 'press':
        return pressed(happening.press, state, surroundings);
      default:
        return reply(happening, state, surroundings);
    }
  }

  /** A number is looked up wherever no question waits for a text; everything else is an answer, or a hint what could be. */
  async function reply(given: Reply, state: Conversation, surroundings: Surroundings): Promise<Turn> {
    if (state.place === 'question') {
      return questions.answer(given, state, surroundings);
    }
    const number = given.kind === 'text' ? parseApplicationNumber(given.text) : undefined;
    if (number) return submitted.look(number, { ...state, place: 'home' }, surroundings);
    const hint = message(
      state.place === 'status' ? 'status.not-a-number' : given.kind === 'text' ? 'home.hint' : 'home.hint-file',
    );
    return show({ ...homeScreen(state), text: [hint] }, state);
  }

  function command(
    name: string,
    argument: string,
    state: Conversation,
    surroundings: Surroundings,
  ): Promise<Turn> | Turn {
    const number = parseApplicationNumber(argument);
    if (number && (name === 'start' || name === 'status')) return submitted.look(number, state, surroundings);
    switch (name) {
      case 'start':
        return go('home', state, surroundings);
      case 'apply':
      case 'status':
      case 'cancel':
      case 'help':
      case 'language':
      case 'privacy':
        return go(name, state, surroundings);
      case 'back':
        return state.place === 'question' ? back(state, surroundings) : go('home', state, surroundings);
      default:
        return show({ ...homeScreen(state), text: [message('home.unknown-command')] }, state);
    }
  }

  async function back(state: Conversation, surroundings: Surroundings): Promise<Turn> {
    const { state: next, outputs } = await questions.back(state, surroundings);
    return {
      state: next,
      outputs: [
        settle(state),
        ...outputs.map((output) => (output.show === 'screen' ? { ...output, inPlace: false } : output)),
      ],
    };
  }

  async function pressed(press: Press | undefined, state: Conversation, surroundings: Surroundings): Promise<Turn> {
    if (!press) return turn(state, { show: 'toast', text: message('engine.closed') });
    if ('screen' in press && (press.screen !== state.screen || state.place !== 'question')) {
      return turn(state, { show: 'toast', text: message('engine.closed'), alert: true });
    }
    switch (press.to) {
      case 'choice':
        return press.step === questions.current(state)?.name
          ? after([toast()], await questions.answer({ kind: 'choice', code: press.code }, state, surroundings))
          : turn(state, { show: 'toast', text: message('engine.closed'), alert: true });
      case 'page':
        return after([toast()], await questions.turnPage(press.page, state, surroundings));
      case 'edit':
        return after([toast()], await questions.edit(press.step, state, surroundings));
      case 'back':
        return after([toast()], await questions.back(state, surroundings));
      case 'keep':
        return after([toast()], await questions.keep(state, surroundings));
      case 'speak': {
        const speaking = { ...state, language: press.language };
        const next =
          hasDraft(state) && state.place === 'question'
            ? await resume(speaking, surroundings)
            : show(homeScreen(speaking), speaking);
        return after([{ show: 'toast', text: message('language.chosen') }], next);
      }
      case 'application':
        return after([toast()], await submitted.act(press.action, press.number, state, surroundings));
      case 'go':
        return after([toast()], await go(press.where, state, surroundings));
    }
  }

  async function go(where: Destination, state: Conversation, surroundings: Surroundings): Promise<Turn> {
    switch (where) {
      case 'home':
        return show(homeScreen(state), { ...state, place: 'home' });
      case 'apply':
      case 'continue':
        return resume(state, surroundings);
      case 'retry':
        return state.unanswered
          ? questions.answer(state.unanswered, { ...state, unanswered: null }, surroundings)
          : resume(state, surroundings);
      case 'status':
        return show(statusScreen(state), { ...state, place: 'status' });
      case 'help':
        return aside(helpScreen(state), state);
      case 'language':
        return aside(languageScreen(), state);
      case 'privacy':
        return aside(privacyScreen(), state);
      case 'cancel':
        return hasDraft(state) ? aside(cancelScreen(), state) : show(homeScreen(state), { ...state, place: 'home' });
      case 'cancel-yes': {
        const empty = withoutDraft(state);
        return show({ ...homeScreen(empty), text: [message('cancel.done')] }, empty);
      }
      case 'forget-yes': {
        const forgotten = { ...newConversation, language: state.language, screen: state.screen + 1 };
        return after([settle(state)], aside({ text: [message('privacy.forgotten')], buttons: [] }, forgotten));
      }
    }
  }

  async function resume(state: Conversation, surroundings: Surroundings): Promise<Turn> {
    return after([settle(state)], await questions.ask(state, surroundings));
  }

  /** The draft stays where it is, and the reply with it: nothing has to be typed again. */
  function unreachable(happening: Happening, state: Conversation): Turn {
    const choice = happening.kind === 'press' && happening.press?.to === 'choice' ? happening.press : undefined;
    const unanswered: Conversation['unanswered'] =
      happening.kind === 'text'
        ? { kind: 'text', text: happening.text.slice(0, 4096) }
        : choice
          ? { kind: 'choice', code: choice.code }
          : null;
    const next = { ...state, unanswered: state.place === 'question' ? unanswered : null };
    const button = { label: message('engine.try-again'), press: { to: 'go', where: 'retry' } } as const;
    return aside({ text: [message('engine.unreachable')], buttons: [[button]] }, next);
  }

  async function change(
    { number, status }: Extract<Happening, { kind: 'status-change' }>,
    state: Conversation,
    surroundings: Surroundings,
  ): Promise<Turn> {
    const known = applicationStatuses.find((each) => each === status);
    const parsed = parseApplicationNumber(number);
    return known && parsed ? submitted.changed(parsed, known, state, surroundings) : turn(state);
  }

  return engine;
}

const toast = (): Output => ({ show: 'toast', text: message('engine.taken') });
const settle = ({ hasPicture }: Conversation): Output => ({ show: 'settle', hasPicture });
const aside = (screen: Screen, state: Conversation): Turn => turn(state, { show: 'notice', screen });

/** A screen that takes over from a question; the question's own buttons stop working. */
const show = (screen: Screen, state: Conversation): Turn =>
  turn({ ...state, hasPicture: false, screen: state.screen + 1 }, settle(state), {
    show: 'screen',
    screen,
    inPlace: false,
  });

const withoutDraft = (state: Conversation): Conversation => ({
  ...state,
  place: 'home',
  draft: {},
  draftId: null,
  asking: null,
  memo: null,
  unanswered: null,
});
