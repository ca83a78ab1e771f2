// Asking and answering along the flow. Knows no question by name but the last.
import { type Message, message, type Words } from '../../messages/message.ts';
import type { StepName } from './answers.ts';
import type { Conversation } from './conversation.ts';
import { type Flow, nextStep, previousStep, progress } from './flow.ts';
import { pageOf, search } from './list.ts';
import type { Button, Output, Screen } from './output.ts';
import type { Circumstances, Prompt, Reply, Step } from './step.ts';
import { without } from './step.ts';
import { after, type Surroundings, type Turn, turn } from './turn.ts';

export interface Questions {
  /** Asks the question that the draft is at, below `because` where something was wrong. */
  ask(state: Conversation, surroundings: Surroundings, how?: { because?: Message; inPlace?: boolean }): Promise<Turn>;
  /** Takes a reply for the question that the draft is at. */
  answer(reply: Reply, state: Conversation, surroundings: Surroundings): Promise<Turn>;
  /** Another page of a long list. */
  turnPage(page: number, state: Conversation, surroundings: Surroundings): Promise<Turn>;
  back(state: Conversation, surroundings: Surroundings): Promise<Turn>;
  edit(step: StepName, state: Conversation, surroundings: Surroundings): Promise<Turn>;
  /** Leaves an answer as it is after "back" or "edit". */
  keep(state: Conversation, surroundings: Surroundings): Promise<Turn>;
  /** The question that a reply would answer now. */
  current(state: Conversation): Step | undefined;
}

type Complete = (state: Conversation, surroundings: Surroundings) => Promise<Turn>;

/** `complete` takes over when every question has its answer. */
export function createQuestions(flow: Flow, complete: Complete): Questions {
  const current = ({ asking, draft }: Conversation) =>
    flow.find(({ name }) => name === asking) ?? nextStep(flow, draft);

  const ask: Questions['ask'] = async (state, surroundings, { because, inPlace = false } = {}) => {
    const step = current(state);
    if (!step) return complete(state, surroundings);
    const prompt = await step.ask(state.draft, circumstances(state, surroundings));
    const next: Conversation = {
      ...state,
      place: 'question',
      draftId: state.draftId ?? surroundings.key,
      screen: state.screen + 1,
      memo: prompt.memo ?? null,
      hasPicture: prompt.picture !== undefined,
      list: { page: 0, query: '' },
      unanswered: null,
    };
    return show(step, prompt, next, { because, inPlace: inPlace && !state.hasPicture && !prompt.picture });
  };

  async function show(
    step: Step,
    prompt: Prompt,
    state: Conversation,
    how: { because?: Message | undefined; inPlace: boolean },
  ) {
    const screen: Screen = {
      text: [
        ...(how.because ? [message('engine.because', { because: how.because })] : []),
        message('engine.place', progress(flow, step.name, state.draft)),
        prompt.text,
        ...(await linesOf(step, state)),
      ],
      buttons: await buttonsOf(step, prompt, state),
      ...(prompt.picture && { picture: prompt.picture }),
    };
    return turn(state, { show: 'screen', screen, inPlace: how.inPlace });
  }

  /** On the review every answer; on a question that is asked again, the answer it has. */
  async function linesOf(step: Step, { draft }: Conversation): Promise<Screen['text']> {
    if (step.name === 'review') {
      const lines = await Promise.all(flow.filter((each) => each.applies(draft)).map((each) => each.summary(draft)));
      return [lines.filter((line) => line !== undefined)];
    }
    const line = await step.summary(draft);
    return line ? [message('engine.so-far', { answer: line })] : [];
  }

  async function buttonsOf(step: Step, prompt: Prompt, state: Conversation): Promise<readonly (readonly Button[])[]> {
    const { screen, draft, asking } = state;
    const found = search(prompt.choices ?? [], state.list.query);
    const { choices, page, pages } = pageOf(found, state.list.page);
    const turner = (label: Words, to: number): Button => ({ label, press: { to: 'page', page: to, screen } });
    const extra: Button[] = [
      ...(prompt.copy ? [{ label: prompt.copy.label, copy: prompt.copy.text }] : []),
      ...(prompt.link ? [{ label: prompt.link.label, url: prompt.link.url }] : []),
    ];
    const navigation: Button[] = [
      ...(asking !== null && draft[step.name] !== undefined
        ? [{ label: message('engine.keep'), press: { to: 'keep', screen } } as const]
        : []),
      ...(previousStep(flow, step.name, draft) && step.name !== 'review'
        ? [{ label: message('engine.back'), press: { to: 'back', screen } } as const]
        : []),
      { label: message('engine.cancel'), press: { to: 'go', where: 'cancel' } },
    ];
    return [
      ...extra.map((button) => [button]),
      ...inRows(
        choices.map(({ code, label }): Button => ({ label, press: { to: 'choice', step: step.name, code, screen } })),
        prompt.columns ?? 1,
      ),
      ...(pages > 1
        ? [
            [
              turner(message('engine.page-before'), (page + pages - 1) % pages),
              turner(message('engine.page', { page: page + 1, pages }), page),
              turner(message('engine.page-after'), (page + 1) % pages),
            ],
          ]
        : []),
      ...(step.name === 'review' ? inRows(await editButtons(state), 2) : []),
      navigation,
    ];
  }

  async function editButtons({ draft, screen }: Conversation): Promise<readonly Button[]> {
    const lines = await Promise.all(
      flow.map(async (each) => ({ each, line: each.applies(draft) ? await each.summary(draft) : undefined })),
    );
    return lines
      .filter(({ each, line }) => line !== undefined && !each.once)
      .map(({ each }) => ({
        label: message('review.edit', { what: message(`${each.name}.name` as 'iin.name') }),
        press: { to: 'edit', step: each.name, screen },
      }));
  }

  const answer: Questions['answer'] = async (reply, state, surroundings) => {
    const step = current(state);
    if (!step) return complete(state, surroundings);
    const around = circumstances(state, surroundings);
    const resolved = reply.kind === 'text' ? await resolveTyped(step, reply, state, around) : reply;
    if ('show' in resolved) return resolved.show;
    const parsed = await step.answer(resolved, state.draft, around);
    if ('because' in parsed) {
      const kept = {
        ...state,
        draft: without(state.draft, parsed.forget ?? []),
        asking: parsed.forget ? null : state.asking,
      };
      const asked = await ask(kept, surroundings, { because: parsed.because });
      const secret: Output[] = parsed.secret ? [{ show: 'nothing-of-it' }] : [];
      return after([...secret, { show: 'settle', hasPicture: state.hasPicture }], asked);
    }
    const answered: Conversation = { ...state, draft: parsed.value, asking: null };
    const line = await step.summary(parsed.value);
    const inPlace = reply.kind === 'choice' && !step.stays;
    const asked = await ask(answered, surroundings, { inPlace });
    const last = asked.outputs.find((output) => output.show === 'screen');
    if (last?.inPlace) return asked;
    const settled: Output = {
      show: 'settle',
      hasPicture: state.hasPicture,
      ...(line && !step.stays && { text: [message('engine.answered', { answer: line })] }),
    };
    return after([settled], asked);
  };

  /** A name typed instead of a button pressed: one match is the choice, several are shown, none is said. */
  async function resolveTyped(
    step: Step,
    reply: Extract<Reply, { kind: 'text' }>,
    state: Conversation,
    around: Circumstances,
  ): Promise<Reply | { show: Turn }> {
    const prompt = step.name === 'picture-code' ? undefined : await step.ask(state.draft, around);
    if (!prompt?.searchable) return reply;
    const found = search(prompt.choices ?? [], reply.text.slice(0, 100));
    const [only] = found;
    if (found.length === 1 && only) return { kind: 'choice', code: only.code };
    const query = found.length > 0 ? reply.text.slice(0, 100) : '';
    const because = message(found.length > 0 ? 'engine.several-match' : 'engine.none-matches', {
      typed: reply.text.slice(0, 40),
    });
    const next = { ...state, screen: state.screen + 1, list: { page: 0, query } };
    const shown = await show(step, prompt, next, { because, inPlace: false });
    return { show: after([{ show: 'settle', hasPicture: state.hasPicture }], shown) };
  }

  return {
    ask,
    answer,
    current,
    async turnPage(page, state, surroundings) {
      const step = current(state);
      if (!step) return turn(state);
      const prompt = await step.ask(state.draft, circumstances(state, surroundings));
      return show(step, prompt, { ...state, list: { ...state.list, page } }, { inPlace: true });
    },
    async back(state, surroundings) {
      const step = current(state);
      const earlier = step && previousStep(flow, step.name, state.draft);
      const asked = await ask({ ...state, asking: earlier?.name ?? state.asking }, surroundings, { inPlace: true });
      return state.hasPicture ? after([{ show: 'settle', hasPicture: true }], asked) : asked;
    },
    edit(name, state, surroundings) {
      const step = flow.find((each) => each.name === name && !each.once && state.draft[each.name] !== undefined);
      return ask({ ...state, asking: step?.name ?? null }, surroundings, { inPlace: true });
    },
    keep: (state, surroundings) => ask({ ...state, asking: null }, surroundings, { inPlace: true }),
  };
}

const circumstances = ({ memo }: Conversation, { owner, now, progress: show }: Surroundings): Circumstances => ({
  owner,
  now,
  progress: show,
  ...(memo !== null && { memo }),
});

const inRows = (buttons: readonly Button[], columns: number): Button[][] =>
  Array.from({ length: Math.ceil(buttons.length / columns) }, (_, row) =>
    buttons.slice(row * columns, (row + 1) * columns),
  );
