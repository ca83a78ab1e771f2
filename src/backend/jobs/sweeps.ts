// The repeated work, each in portions until nothing is left. Every sweep may run in several processes at once.
import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, DAY_MS } from '../../domain/clock.ts';
import type { Issue } from '../applications/issue.ts';
import { REFUSED_LETTER_DAYS } from '../applications/letter.ts';
import type { Revoke } from '../applications/revoke.ts';
import type { Storage } from '../storage/storage.ts';
import type { Work } from './jobs.ts';

export interface SweepParts {
  readonly storage: Storage;
  readonly issue: Issue;
  /** As many as the authority likes. */
  readonly signingAtOnce: number;
  readonly revoke: Pick<Revoke, 'carryOut'>;
  readonly requeueLetters: (ids: readonly string[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
  readonly exportAuditHead: () => Promise<void>;
  /** Days after which nobody needs the personal data of a refused application any more. */
  readonly refusedKeptDays: number;
}

const PORTION = 200;
/** Each with its data opened, a letter sealed and an audit line: few enough that whoever asks for a status meanwhile hardly waits. */
const DESTROYED_AT_ONCE = 25;
/** The smaller one first: who is reminded a day before is not reminded of the week as well, however the clock has jumped. */
const reminderDays = [1, 7];
/** The guide's authority writes a month, two weeks and a week before; a day before is ours. */
const endingDays = [1, 7, 14, 30];
/** Longer than all tries of a letter together. */
const STUCK_MS = DAY_MS;
/** Mail servers give up after four or five days (RFC 5321, 4.5.4.1), and then say so. */
const BOUNCING_MS = 7 * DAY_MS;

export function createSweeps(parts: SweepParts): Work['sweeps'] {
  const { clock, onError } = parts;
  const { deadlines, certificates, revocations, decisions, outbox, refusedLetters, pictureCodes } = parts.storage;
  return {
    deadlines: {
      cron: '*/5 * * * *',
      async run() {
        await untilNoneLeft(() => deadlines.expireDue(clock(), DESTROYED_AT_ONCE));
        for (const days of reminderDays) await untilNoneLeft(() => deadlines.remindDue(clock(), days, PORTION));
      },
    },
    signing: {
      cron: '* * * * *',
      async run() {
        const signPortion = async () => {
          const numbers = [...(await certificates.unfinished(clock(), PORTION))];
          let settled = 0;
          const worker = async () => {
            for (let number = numbers.shift(); number; number = numbers.shift()) {
              const status = await parts.issue(number).catch(onError);
              if (status === 'issued' || status === 'refused') settled += 1;
            }
          };
          await Promise.all(Array.from({ length: parts.signingAtOnce }, worker));
          return settled; // none when the authority is down: the next sweep tries again
        };
        while ((await signPortion()) > 0); // at full speed: applicants wait for it
      },
    },
    endings: {
      cron: '*/30 * * * *',
      async run() {
        for (const days of endingDays) await untilNoneLeft(() => deadlines.remindEnding(clock(), days, PORTION));
      },
    },
    retention: {
      cron: '41 3 * * *',
      async run() {
        const ago = (milliseconds: number) => new Date(clock().getTime() - milliseconds);
        await untilNoneLeft(() => deadlines.eraseRefused(ago(parts.refusedKeptDays * DAY_MS), PORTION));
        await refusedLetters.forget(ago(REFUSED_LETTER_DAYS * DAY_MS), ago(BOUNCING_MS));
      },
    },
    revoking: {
      cron: '* * * * *',
      async run() {
        for (const number of await revocations.unfinished(PORTION)) await parts.revoke.carryOut(number).catch(onError);
      },
    },
    'audit-head': { cron: '*/5 * * * *', run: parts.exportAuditHead },
    upkeep: {
      cron: '17 * * * *',
      async run() {
        await pictureCodes.sweep(clock());
        await decisions.sweep(clock());
        await parts.requeueLetters(await outbox.stuck(new Date(clock().getTime() - STUCK_MS)));
      },
    },
  };
}

/** Leaves others as much time as it takes for itself. */
async function untilNoneLeft(sweep: () => Promise<number>): Promise<void> {
  for (let begun = performance.now(); (await sweep()) > 0; begun = performance.now())
    await pause(performance.now() - begun);
}
