import type { Operator } from '../operators/operator.ts';
import type { SessionStage } from './sessions.ts';

/** What comes after the password and the code, or after either was set up. */
export function nextStage(
  { mustChange, hasSecondFactor }: Pick<Operator, 'mustChange' | 'hasSecondFactor'>,
  secondFactorRequired: boolean,
): SessionStage {
  if (mustChange) return 'new-password';
  return secondFactorRequired && !hasSecondFactor ? 'new-second-factor' : 'open';
}
