import type { Journal } from '../state/journal.ts';
import { createSequence } from '../state/sequence.ts';
import type { Update } from '../types.ts';

type NewUpdate = Omit<Update, 'update_id'>;

/** Updates the bot has not confirmed yet, oldest first. */
export interface UpdateQueue {
  add(update: NewUpdate): void;
  pending(): Iterable<Update>;
  count(): number;
  confirm(updateId: number): void;
  confirmBelow(offset: number): void;
  /** Keeps only the newest `count`; a negative offset of getUpdates asks for that. */
  keepNewest(count: number): void;
  allow(kinds: readonly string[] | undefined): void;
  allowed(): readonly string[] | undefined;
  onAdded(listener: (update: Update) => void): void;
}

/** Telegram forgets what was not fetched within a day; here the bound is a number. */
const bound = 200_000;

/** `firstId` should differ from start to start: a bot's database remembers ids that a forgetful server would repeat. */
export function createUpdateQueue(journal: Journal, firstId: number): UpdateQueue {
  const nextId = createSequence(journal, 'update', firstId);
  const updates = new Map(journal.stored<Update>('update/').map(([, update]) => [update.update_id, update]));
  const listeners: ((update: Update) => void)[] = [];
  let kinds = journal.read<string[]>('allowed-updates');

  const confirm = (updateId: number) => {
    if (updates.delete(updateId)) journal.remove(`update/${updateId}`);
  };
  return {
    add(content) {
      const kind = Object.keys(content)[0] ?? '';
      if (kinds?.length && !kinds.includes(kind)) return;
      const update = { update_id: nextId(), ...content };
      updates.set(update.update_id, update);
      journal.put(`update/${update.update_id}`, update);
      const [oldest] = updates.size > bound ? updates.keys() : [];
      if (oldest !== undefined) confirm(oldest);
      for (const listener of listeners) listener(update);
    },
    pending: () => updates.values(),
    count: () => updates.size,
    confirm,
    confirmBelow(offset) {
      for (const updateId of updates.keys()) {
        if (updateId >= offset) return;
        confirm(updateId);
      }
    },
    keepNewest(count) {
      let surplus = updates.size - count;
      for (const updateId of updates.keys()) if (surplus-- > 0) confirm(updateId);
    },
    allow(newKinds) {
      kinds = newKinds && [...newKinds];
      journal.put('allowed-updates', kinds ?? []);
    },
    allowed: () => kinds,
    onAdded: (listener) => void listeners.push(listener),
  };
}
