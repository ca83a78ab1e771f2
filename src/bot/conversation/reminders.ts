// A draft that lies: one reminder after a day, then its end. The moments are derived from when the person was last seen.
import { message } from '../../messages/message.ts';
import { type Conversation, hasDraft, withoutDraft } from './conversation.ts';
import { settle, type Turn, turn } from './turn.ts';

const HOUR_MS = 60 * 60 * 1000;
const REMIND_AFTER_MS = 24 * HOUR_MS;

export interface DraftLifetime {
  /** Whole days without a sign of the person after which the draft is deleted. */
  readonly days: number;
}

/** When the draft wants to be looked at again; null while there is none. */
export function nextLook(state: Conversation, { days }: DraftLifetime): Date | null {
  if (!hasDraft(state)) return null;
  const seen = new Date(state.lastSeenAt).getTime();
  return new Date(seen + (state.reminded ? days * 24 * HOUR_MS : REMIND_AFTER_MS));
}

export function lookAtDraft(state: Conversation, now: Date, { days }: DraftLifetime): Turn {
  const idle = now.getTime() - new Date(state.lastSeenAt).getTime();
  if (!hasDraft(state) || idle < REMIND_AFTER_MS) return turn(state);
  if (idle >= days * 24 * HOUR_MS) {
    const text = [message('reminder.expired')];
    const buttons = [[{ label: message('home.apply'), press: { to: 'go', where: 'apply' } } as const]];
    const expired = { ...withoutDraft(state), hasPicture: false, screen: state.screen + 1 };
    return turn(expired, settle(state), { show: 'notice', screen: { text, buttons } });
  }
  if (state.reminded) return turn(state);
  const endsAt = new Date(new Date(state.lastSeenAt).getTime() + days * 24 * HOUR_MS);
  return turn(
    { ...state, reminded: true },
    {
      show: 'notice',
      screen: {
        text: [message('reminder.draft', { endsAt })],
        buttons: [
          [{ label: message('home.continue'), press: { to: 'go', where: 'continue' } }],
          [{ label: message('engine.cancel'), press: { to: 'go', where: 'cancel' } }],
        ],
      },
    },
  );
}
