import type { NewEvent } from '../inbox/chat-event.ts';
import { may, type Staff, type StaffMember } from '../staff/staff.ts';
import type { Broadcast } from './broadcast.ts';
import type { BroadcastStore } from './broadcast-store.ts';

export interface MayBeginParts {
  readonly store: BroadcastStore;
  readonly staff: Pick<Staff, 'find'>;
  readonly threshold: number;
  readonly enqueue: (events: readonly NewEvent[]) => Promise<void>;
  readonly others: (userId: number) => Promise<readonly StaffMember[]>;
}

/**
 * Asked at the last moment: whoever composed it must still be allowed to, and what has grown beyond the threshold since needs a
 * second person after all.
 */
export const createMayBegin =
  ({ store, staff, threshold, enqueue, others }: MayBeginParts) =>
  async ({ id, kind, of, audience, isEssential, createdBy, confirmedBy }: Broadcast): Promise<boolean> => {
    const role = (await staff.find(createdBy))?.role;
    if (!may(role, 'broadcast')) {
      await store.move(id, ['scheduled'], 'cancelled');
      return false;
    }
    if (kind === 'delete' || confirmedBy !== undefined) return true;
    const count = of === undefined ? await store.count(audience, isEssential) : (await store.counts(of)).sent;
    if (count <= threshold) return true;
    await store.move(id, ['scheduled'], 'waiting');
    const asked = (await others(createdBy)).map(({ userId }) => ({
      ...{ key: `broadcast:${id}:grown:${userId}`, chatId: userId },
      ...{ kind: 'broadcast' as const, payload: { what: 'confirm', id } },
    }));
    await enqueue(asked);
    return false;
  };
