// Asking and answering along the flow. Knows no question by name.
import { type Message, message } from '../../messages/message.ts';
import type { Draft, StepName } from './answers.ts';
import type { Conversation } from './conversation.ts';
import { currentStep, type Flow, previousStep } from './flow.ts';
import { search } from './list.ts';
import type { Screen } from './output.ts';
import { isPicture } from './pictures.ts';
import { questionScreen } from './question-screen.ts';
import type { Circumstances, Prompt, Refused, Reply, Step } from './step.ts';
import { without } from './step.ts';
import { after, type Surroundings, settle, settleUnlessReplaced, type Turn, turn } from './turn.ts';

export interface Questions {
  /** Asks the question that the draft is at, below `because` where something was wrong. */
  ask(state: Conversation, surroundings: Surroundings, how?: { because?: Message; inPlace?: boolean }): Promise<Turn>;
  /** Takes a reply for the question that the screen shows. */
  answer(reply: Reply, state: Conversation, surroundings: Surroundings): Promise<Turn>;
  /** Another page of a long list. */
  turnPage(page: number, state: Conversation, surroundings: Surroundings): Promise<Turn>;
  back(state: Conversation, surroundings: Surroundings): Promise<Turn>;
  edit(step: StepName, state: Conversation, surroundings: Surroundings): Promise<Turn>;
  /** Leaves an answer as it is after "back" or "edit". */
  keep(state: Conversation, surroundings: Surroundings): Promise<Turn>;
  /** The question that a reply would answer now. */
  current(state: Conversation): Step | undefined;
  /** What its message reads, to be written there again when "checking" stands in its place. */
  words(state: Conversation, surroundings: Surroundings): Promise<Screen['text'] | undefined>;
}

type Complete = (state: Conversation, surroundings: Surroundings) => Promise<Turn>;

/** As much of a typed name as is searched for, and as much of it as is repeated. */
const MAX_QUERY = 100;
const MAX_REPEATED = 40;

/** `complete` takes over when every question has its answer. */
export function createQuestions(flow: Flow, complete: Complete): Questions {
  const current = ({ asking, draft }: Conversation) => currentStep(flow, draft, asking);

  const ask: Questions['ask'] = async (state, surroundings, { because, inPlace = false } = {}) => {
    const step = current(state);
    if (!step) return complete(state, surroundings);
    const prompt = await step.ask(state.draft, circumstances(state, surroundings));
    const next: Conversation = {
      ...state,
      place: 'question',
      draftId: state.draftId ?? surroundings.key,
      asked: step.name,
      screen: state.screen + 1,
      memo: prompt.memo ?? null,
      hasPicture: prompt.picture !== undefined,
      list: { page: 0, query: '' },
      unanswered: null,
    };
    return show(step, prompt, next, because, inPlace && !state.hasPicture && !prompt.picture);
  };

  const show = async (
    step: Step,
    prompt: Prompt,
    state: Conversation,
    because: Message | undefined,
    inPlace: boolean,
  ): Promise<Turn> =>
    turn(state, { show: 'screen', screen: await questionScreen(flow, step, prompt, state, because), inPlace });

  /** Asks from the place of the former question: in it, or below it. */
  const askInstead = async (next: Conversation, surroundings: Surroundings, former: Conversation) =>
    settleUnlessReplaced(former, await ask(next, surroundings, { inPlace: true }));

  const words: Questions['words'] = async (state, surroundings) => {
    const step = current(state);
    if (!step || state.hasPicture) return undefined;
    const prompt = await step.ask(state.draft, circumstances(state, surroundings));
    return (await questionScreen(flow, step, prompt, state)).text;
  };

  const answer: Questions['answer'] = async (reply, state, surroundings) => {
    const step = current(state);
    // A new version asks something else first: what was typed was not meant for that.
    if (step?.name !== state.asked || !step) return after([settle(state)], await ask(state, surroundings));
    const around = circumstances(state, surroundings);
    const meant = reply.kind === 'text' && step.searchable ? await readTyped(step, reply, state, around) : reply;
    if ('unclear' in meant) return meant.unclear;
    const parsed = await step.answer(meant, state.draft, around);
    if ('again' in parsed) {
      const covered = isPicture(reply) ? await words(state, surroundings) : undefined;
      return after([settle(state, covered)], await ask({ ...state, memo: parsed.memo ?? null }, surroundings));
    }
    return 'because' in parsed
      ? refuse(parsed, reply, state, surroundings)
      : accept(step, parsed.value, reply, state, surroundings);
  };

  async function accept(step: Step, draft: Draft, reply: Reply, former: Conversation, surroundings: Surroundings) {
    const answered = { ...former, draft, asking: former.asking === step.name ? null : former.asking };
    const line = await step.summary(draft);
    const asked = await ask(answered, surroundings, { inPlace: reply.kind === 'choice' && !step.stays });
    return settleUnlessReplaced(
      former,
      asked,
      line && !step.stays ? [message('engine.answered', { answer: line })] : undefined,
    );
  }

  async function refuse(
    { because, forget = [], secret, memo }: Refused,
    reply: Reply,
    former: Conversation,
    surroundings: Surroundings,
  ): Promise<Turn> {
    const asked = await ask({ ...former, draft: without(former.draft, forget), memo: memo ?? null }, surroundings, {
      because,
    });
    const covered = reply.kind === 'text' || isPicture(reply) ? await words(former, surroundings) : undefined;
    return after([...(secret ? [{ show: 'nothing-of-it' } as const] : []), settle(former, covered)], asked);
  }

  /** A name typed instead of a button pressed: one match is the choice, several are shown, none is said. */
  async function readTyped(
    step: Step,
    { text }: Extract<Reply, { kind: 'text' }>,
    state: Conversation,
    around: Circumstances,
  ): Promise<Reply | { unclear: Turn }> {
    const prompt = await step.ask(state.draft, around);
    const typed = text.slice(0, MAX_QUERY);
    const found = search(prompt.choices ?? [], typed);
    const [only] = found;
    if (found.length === 1 && only) return { kind: 'choice', code: only.code };
    const query = found.length > 0 ? typed : '';
    // Without digits, since an IIN that went astray must not be repeated.
    const because = message(found.length > 0 ? 'engine.several-match' : 'engine.none-matches', {
      typed: text.replace(/\d/g, '·').slice(0, MAX_REPEATED),
    });
    const next = { ...state, screen: state.screen + 1, list: { page: 0, query } };
    return { unclear: after([settle(state)], await show(step, prompt, next, because, false)) };
  }

  return {
    ask,
    answer,
    current,
    words,
    async turnPage(page, state, surroundings) {
      const step = current(state);
      if (!step?.searchable) return turn(state);
      const prompt = await step.ask(state.draft, circumstances(state, surroundings));
      return show(step, prompt, { ...state, list: { ...state.list, page } }, undefined, true);
    },
    back(state, surroundings) {
      const step = current(state);
      const earlier = step && previousStep(flow, step.name, state.draft);
      return askInstead({ ...state, asking: earlier?.name ?? state.asking }, surroundings, state);
    },
    edit(name, state, surroundings) {
      const step = flow.find((each) => each.name === name && !each.once && state.draft[each.name] !== undefined);
      return askInstead({ ...state, asking: step?.name ?? null }, surroundings, state);
    },
    keep: (state, surroundings) => askInstead({ ...state, asking: null }, surroundings, state),
  };
}

const circumstances = ({ memo, language }: Conversation, { owner, now, progress }: Surroundings): Circumstances => ({
  owner,
  now,
  language: language ?? 'ru',
  progress,
  ...(memo !== null && { memo }),
});
