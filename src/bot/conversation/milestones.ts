// What of a turn is worth counting: how far applicants come, and what becomes of their applications. Names, nobody's data.
import { applicationStatuses } from '../../contract/statuses.ts';
import type { StepName } from './answers.ts';
import { type Conversation, hasDraft } from './conversation.ts';
import type { Flow } from './flow.ts';
import type { Happening } from './turn.ts';

export type Milestone = `reached:${StepName}` | `answered:${StepName}` | `status:${string}`;

/** `furthest` goes into the next state: a question that is asked again is reached once per draft. */
export interface Progress {
  readonly milestones: readonly Milestone[];
  readonly furthest: StepName | null;
}

export function progressOf(flow: Flow, happening: Happening, former: Conversation, next: Conversation): Progress {
  const { furthest } = next;
  if (isSubmission(former, next))
    return { milestones: [...leaving(former.furthest), 'status:submitted'], furthest: null };
  if (happening.kind === 'status-change') return { milestones: changeOf(happening), furthest };
  const asked = next.place === 'question' ? next.asked : null;
  const place = (name: StepName | null) => flow.findIndex((step) => step.name === name);
  if (asked === null || place(asked) <= place(furthest)) return { milestones: [], furthest };
  return { milestones: [...leaving(furthest), `reached:${asked}`], furthest: asked };
}

const leaving = (step: StepName | null): readonly Milestone[] => (step ? [`answered:${step}`] : []);

const isSubmission = (former: Conversation, next: Conversation): boolean =>
  hasDraft(former) &&
  !hasDraft(next) &&
  next.applications[0] !== former.applications[0] &&
  next.applications.length > 0;

/** A notice, of a deadline say, changes nothing. Submitting is counted when it is done here; signing lasts seconds. */
const changeOf = ({ status, notice }: Extract<Happening, { kind: 'status-change' }>): readonly Milestone[] =>
  notice === null && applicationStatuses.some((each) => each === status) && !['submitted', 'signing'].includes(status)
    ? [`status:${status}`]
    : [];
