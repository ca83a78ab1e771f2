// What a question looks like: its text, its choices, the way back. Knows no question by name but the last.
import { type Message, message, type Words } from '../../messages/message.ts';
import type { Conversation } from './conversation.ts';
import { type Flow, previousStep, progress } from './flow.ts';
import { pageOf, search } from './list.ts';
import { askPerson, go } from './menu.ts';
import type { Button, Screen } from './output.ts';
import type { Prompt, Step } from './step.ts';

type Rows = readonly (readonly Button[])[];

/** `state.screen` goes into the buttons; `because` stands above where something was wrong. */
export async function questionScreen(
  flow: Flow,
  step: Step,
  prompt: Prompt,
  state: Conversation,
  because?: Message,
): Promise<Screen> {
  const lines = step.name === 'review' ? await summaryLines(flow, state) : [];
  const soFar = step.name === 'review' ? undefined : await step.summary(state.draft);
  return {
    text: [
      ...(because ? [message('engine.because', { because })] : []),
      message('engine.place', progress(flow, step.name, state.draft)),
      prompt.text,
      ...(lines.length > 0 ? [lines.map(({ line }) => line)] : []),
      ...(soFar ? [message('engine.so-far', { answer: soFar })] : []),
    ],
    buttons: [
      ...extras(prompt).map((button) => [button]),
      ...choices(step, prompt, state),
      ...inRows(
        lines.filter(({ step: { once } }) => !once).map(({ step: each }) => editButton(each, state)),
        2,
      ),
      // A search that found several is no trouble.
      ...(because && state.list.query === '' ? [[askPerson]] : []),
      navigation(flow, step, state),
    ],
    ...(prompt.picture && { picture: prompt.picture }),
  };
}

/** The answers for the review, with their steps. */
async function summaryLines(flow: Flow, { draft }: Conversation): Promise<readonly { step: Step; line: Message }[]> {
  const lines = await Promise.all(
    flow.map(async (step) => ({ step, line: step.applies(draft) ? await step.summary(draft) : undefined })),
  );
  return lines.flatMap(({ step, line }) => (line ? [{ step, line }] : []));
}

const editButton = ({ name }: Step, { screen }: Conversation): Button => ({
  // Every step with a summary has a name in the catalogue, which the tests check.
  label: message('review.edit', { what: message(`${name}.name` as 'iin.name') }),
  press: { to: 'edit', step: name, screen },
});

const extras = ({ copy, link }: Prompt): readonly Button[] => [
  ...(copy ? [{ label: copy.label, copy: copy.text }] : []),
  ...(link ? [{ label: link.label, url: link.url }] : []),
];

function choices(step: Step, prompt: Prompt, { list, screen }: Conversation): Rows {
  const found = search(prompt.choices ?? [], list.query);
  const { choices: shown, page, pages } = pageOf(found, list.page);
  const turner = (label: Words, to: number): Button => ({ label, press: { to: 'page', page: to, screen } });
  return [
    ...inRows(
      shown.map(({ code, label }): Button => ({ label, press: { to: 'choice', step: step.name, code, screen } })),
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
  ];
}

function navigation(flow: Flow, { name }: Step, { draft, asking, screen }: Conversation): readonly Button[] {
  return [
    ...(name === asking && draft[name] !== undefined
      ? [{ label: message('engine.keep'), press: { to: 'keep', screen } } as const]
      : []),
    ...(previousStep(flow, name, draft) && name !== 'review'
      ? [{ label: message('engine.back'), press: { to: 'back', screen } } as const]
      : []),
    go(message('engine.cancel'), 'cancel'),
  ];
}

const inRows = (buttons: readonly Button[], columns: number): Rows =>
  Array.from({ length: Math.ceil(buttons.length / columns) }, (_, row) =>
    buttons.slice(row * columns, (row + 1) * columns),
  );
