import type { NewEvent } from '../inbox/chat-event.ts';
import type { StaffAudit } from '../staff/audit.ts';
import { may, type Staff } from '../staff/staff.ts';
import type { Broadcast } from './broadcast.ts';
import type { BroadcastStore } from './broadcast-store.ts';
import { askToConfirm, othersWhoMay } from './second-person.ts';

export interface MayBeginParts {
  readonly store: BroadcastStore;
  readonly staff: Staff;
  readonly audit: StaffAudit;
  readonly threshold: number;
  readonly enqueue: (events: readonly NewEvent[]) => Promise<void>;
}

/**
 * Asked at the last moment: whoever composed it must still be allowed to, and what has grown beyond the threshold since needs a
 * second person after all.
 */
export function createMayBegin({ store, staff, audit, threshold, enqueue }: MayBeginParts) {
  const mayStill = async ({ kind, isEssential, createdBy }: Broadcast): Promise<boolean> =>
    may((await staff.find(createdBy))?.role, kind === 'send' && isEssential ? 'mark-essential' : 'broadcast');

  const sizeOf = async ({ of, audience, isEssential }: Broadcast): Promise<number> =>
    of === undefined ? store.count(audience, isEssential) : (await store.counts(of)).sent;

  return async (broadcast: Broadcast): Promise<boolean> => {
    const { id, kind, createdBy, confirmedBy } = broadcast;
    if (!(await mayStill(broadcast))) {
      await store.move(id, ['scheduled'], 'cancelled');
      const subject = `broadcast:${id}`;
      await audit.record({ key: subject, actor: createdBy, action: 'refused', subject, detail: 'broadcast-begin' });
      return false;
    }
    if (kind === 'delete' || confirmedBy !== undefined || (await sizeOf(broadcast)) <= threshold) return true;
    await store.move(id, ['scheduled'], 'waiting');
    await enqueue(askToConfirm(id, await othersWhoMay(staff, createdBy)));
    return false;
  };
}
