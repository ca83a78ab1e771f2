import type { StaffAudit } from './audit.ts';
import { type Duty, may, type Staff, type StaffMember } from './staff.ts';

export interface Attempt {
  readonly userId: number;
  readonly duty: Duty;
  /** What was tried, as a code for the audit: a command's or a button's name. */
  readonly what: string;
  /** Of the event. */
  readonly key: string;
}

/** The member who may do it, as of now. Anybody else gets undefined and a line in the audit. */
export type Guard = (attempt: Attempt) => Promise<StaffMember | undefined>;

export const createGuard =
  (staff: Pick<Staff, 'find'>, audit: StaffAudit): Guard =>
  async ({ userId, duty, what, key }) => {
    const member = await staff.find(userId);
    if (may(member?.role, duty)) return member;
    await audit.record({ key, actor: userId, action: 'refused', detail: what });
    return undefined;
  };
