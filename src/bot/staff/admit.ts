import type { RouteTurn } from '../inbox/routes.ts';
import type { StaffAudit } from './audit.ts';
import type { Guard } from './guard.ts';
import type { Heard } from './heard.ts';
import type { Painter } from './screen.ts';
import type { Duty, StaffMember } from './staff.ts';

export interface AdmitParts {
  readonly guard: Guard;
  readonly audit: StaffAudit;
  readonly painter: Painter;
}

export interface Asked {
  readonly duty: Duty;
  /** As a code for the audit. */
  readonly what: string;
  /** Of the event. */
  readonly key: string;
  /** What the route keeps of the chat. */
  readonly note: unknown;
}

/** The member who did it in their own chat with the bot; anybody else, and any other place, gets a line in the audit and the turn. */
export async function admit(
  { guard, audit, painter }: AdmitParts,
  { happening, userId, isPrivate }: Heard,
  { duty, what, key, note }: Asked,
): Promise<{ readonly member: StaffMember } | { readonly turn: RouteTurn | undefined }> {
  if (!isPrivate || (happening.kind === 'command' && happening.isForwarded)) {
    await audit.record({ key, actor: userId, action: 'refused', detail: `${what}-elsewhere` });
    return { turn: isPrivate ? undefined : { effects: [] } };
  }
  const member = await guard({ userId, duty, what, key });
  if (member) return { member };
  // A stranger's command is to the conversation what any unknown command is; a forged button says nothing.
  if (happening.kind === 'press') return { turn: { effects: [painter.answer(happening.callbackId)], note: null } };
  return { turn: note === undefined ? undefined : { effects: [], note: null, passOn: true } };
}
