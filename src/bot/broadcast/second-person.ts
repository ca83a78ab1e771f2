// What goes to many is confirmed by somebody else than its writer.
import type { NewEvent } from '../inbox/chat-event.ts';
import { may, type Staff, type StaffMember } from '../staff/staff.ts';
import { tellingEvent } from './broadcast-events.ts';

/** Those who may confirm what somebody else wants to send. */
export const othersWhoMay = async (staff: Pick<Staff, 'list'>, userId: number): Promise<readonly StaffMember[]> =>
  (await staff.list()).filter((each) => each.userId !== userId && may(each.role, 'broadcast'));

export const askToConfirm = (id: number, others: readonly StaffMember[]): readonly NewEvent[] =>
  others.map(({ userId }) => tellingEvent(userId, String(userId), { what: 'confirm', id }));
