import type { Problem, ProblemCode, SubmittedField } from '../../contract/problems.ts';
import { message } from '../../messages/message.ts';
import type { StepName } from './answers.ts';
import type { Refused } from './step.ts';

/** Whose question is asked again when the backend refuses an answer. */
const questionsOf: Readonly<Record<SubmittedField, readonly StepName[]>> = {
  iin: ['iin', 'person'],
  email: ['email', 'email-check'],
  region: ['region', 'city'],
  city: ['city'],
  domain: ['domain', 'csr'],
  csr: ['csr'],
  agreement: ['agreement'],
};

const forgottenBy: Partial<Record<ProblemCode, readonly StepName[]>> = {
  'picture-pass-gone': ['picture-code'],
  'key-used': ['csr'],
};

/** The words for what the backend refused, and the answers to ask for again. */
export function becauseOf({ code, field, retryAfter }: Problem): Refused {
  const forget = field ? questionsOf[field] : forgottenBy[code];
  const minutes = Math.max(1, Math.ceil((retryAfter ?? 60) / 60));
  return { because: message(`problem.${code}`, { count: minutes }), ...(forget && { forget }) };
}
