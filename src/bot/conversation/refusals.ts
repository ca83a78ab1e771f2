import type { Problem, ProblemCode, SubmittedField } from '../../contract/problems.ts';
import { type Message, message } from '../../messages/message.ts';
import type { StepName } from './answers.ts';

/** Whose question is asked again when the backend refuses an answer. */
const questionsOf: Readonly<Record<SubmittedField, readonly StepName[]>> = {
  iin: ['iin', 'person'],
  email: ['email', 'email-check'],
  region: ['region', 'city'],
  city: ['city'],
  domain: ['domain', 'csr', 'device-key', 'chat-key'],
  csr: ['csr', 'device-key', 'chat-key'],
  agreement: ['agreement'],
};

const refusedBy: Partial<Record<ProblemCode, readonly StepName[]>> = {
  'key-used': ['csr', 'device-key', 'chat-key'],
};

/** The words for what the backend refused. */
export const becauseOf = ({ code, retryAfter }: Problem): Message =>
  message(`problem.${code}`, { count: Math.max(1, Math.ceil((retryAfter ?? 60) / 60)) });

/** The answers of a submission that the backend refused, to be asked for again. */
export const answersRefusedBy = ({ code, field }: Problem): readonly StepName[] =>
  field ? questionsOf[field] : (refusedBy[code] ?? []);
