import type { Sql } from '../../database/sql.ts';
import type { InboxStore } from '../inbox/inbox-store.ts';
import * as shared from './instance-statements.ts';
import * as slots from './slot-statements.ts';

type InstanceStore = Pick<
  InboxStore,
  'arrive' | 'beat' | 'depart' | 'pause' | 'takeSlot' | 'freeSlot' | 'purge' | 'depth'
>;

/** Who is alive, and what all instances must know of the token's limits. */
export function createInstanceStore({ query }: Sql, isAlone: boolean): InstanceStore {
  return {
    async arrive(instance: string) {
      await query(shared.prepareShared);
      await query(shared.arrive, [instance]);
      if (isAlone) await query(shared.endOthers, [instance]);
    },
    async beat(instance: string) {
      const [row] = await query<{ pause_ms: number; bulk_ms: number }>(shared.beat, [instance]);
      const { pause_ms = 0, bulk_ms = 0 } = row ?? {};
      return { alive: row !== undefined, pauseMs: Math.max(0, pause_ms), bulkMs: Math.max(0, bulk_ms) };
    },
    async depart(instance: string) {
      await query(shared.depart, [instance]);
    },
    async pause(milliseconds: number) {
      await query(shared.pause, [milliseconds]);
    },
    async takeSlot() {
      const [row] = await query<{ n: number }>(slots.take);
      return row?.n;
    },
    async freeSlot(slot: number) {
      await query(slots.free, [slot]);
    },
    async purge() {
      await query(shared.purgeSeen);
      await query(shared.purgeInstances);
    },
    async depth() {
      const [row] = await query<{ waiting: number; set_aside: number; oldest_seconds: number }>(shared.depth);
      return {
        waiting: row?.waiting ?? 0,
        oldestSeconds: row?.oldest_seconds ?? 0,
        setAside: row?.set_aside ?? 0,
      };
    },
  };
}
