// A broadcast that is under way or over, as the staff see it: the message that shows its progress is one of these.
import { type Message, message, verbatim } from '../../messages/message.ts';
import type { StaffButton, StaffScreen } from '../staff/screen.ts';
import { type Broadcast, type Counts, type RecipientState, recipientStates } from './broadcast.ts';
import { broadcastData } from './composing/data.ts';

export interface Sight {
  readonly counts: Counts;
  /** Messages a second; 0 when none go out. */
  readonly perSecond: number;
  /** It rests until then. */
  readonly quietUntil: Date | undefined;
}

const BAR_LENGTH = 16;

export function broadcastScreen(broadcast: Broadcast, { counts, perSecond, quietUntil }: Sight): StaffScreen {
  const { id, kind, status, total, startAt, isEssential } = broadcast;
  const left = counts.pending + counts.sending;
  const isRunning = status === 'running';
  const isResting = isRunning && quietUntil !== undefined && !isEssential;
  return {
    text: [
      message(`broadcast.head-${kind}`, { id }),
      message(`broadcast.is-${status}`, { at: startAt }),
      ...(total > 0 ? [[message('broadcast.bar', { bar: bar(total - left, total), done: total - left, total })]] : []),
      ...(isRunning && !isResting && left > 0 && perSecond > 0
        ? [message('broadcast.speed', { rate: Math.round(perSecond), left: duration(left / perSecond) })]
        : []),
      ...(isResting ? [message('broadcast.rests', { until: quietUntil })] : []),
      ...(total > 0 ? [countLines(counts)] : []),
      ...(counts.unknown > 0 ? [message('broadcast.about-unknown', { count: counts.unknown })] : []),
    ],
    buttons: buttonsOf(broadcast, counts),
  };
}

export const countWords = (state: RecipientState): Message => message(`broadcast.state-${state}`);

const countLines = (counts: Counts): readonly Message[] =>
  recipientStates
    .filter((state) => state !== 'sending' && counts[state] > 0)
    .map((state) => message('broadcast.state-line', { state: countWords(state), number: counts[state] }));

function buttonsOf({ id, kind, status }: Broadcast, counts: Counts): StaffScreen['buttons'] {
  const button = (label: Message, verb: string): StaffButton => ({ label, data: broadcastData(verb, id) });
  const cancel = button(message('broadcast.cancel'), 'cancel');
  switch (status) {
    case 'waiting':
      return [[button(message('broadcast.show'), 'show')], [button(message('broadcast.confirm'), 'confirm'), cancel]];
    case 'scheduled':
      return [[button(message('broadcast.show'), 'show'), cancel]];
    case 'running':
      return [[button(message('broadcast.pause'), 'pause'), cancel]];
    case 'paused':
      return [[button(message('broadcast.resume'), 'resume'), cancel]];
    case 'done':
    case 'cancelled':
      return [
        ...(counts.unknown > 0 && status === 'done'
          ? [[button(message('broadcast.again', { number: counts.unknown }), 'again')]]
          : []),
        ...(kind === 'send' && counts.sent > 0
          ? [[button(message('broadcast.edit'), 'edit'), button(message('broadcast.delete'), 'delete')]]
          : []),
        [
          button(message('broadcast.report'), 'report'),
          { label: message('broadcast.list'), data: broadcastData('list') },
        ],
      ];
  }
}

/** What cannot be undone is asked once more. */
export const askAgainScreen = (
  verb: 'cancel' | 'again' | 'delete',
  { id }: Broadcast,
  counts: Counts,
): StaffScreen => ({
  text: [message(`broadcast.sure-${verb}`, { id, count: verb === 'again' ? counts.unknown : counts.sent })],
  buttons: [
    [{ label: message(`broadcast.yes-${verb}`), data: broadcastData(`${verb}-yes`, id) }],
    [{ label: message('broadcast.back'), data: broadcastData('look', id) }],
  ],
});

export const listScreen = (broadcasts: readonly Broadcast[], hasDraft: boolean): StaffScreen => ({
  text: [message(broadcasts.length > 0 ? 'broadcast.recent' : 'broadcast.none-yet')],
  buttons: [
    [{ label: message(hasDraft ? 'broadcast.continue' : 'broadcast.new'), data: broadcastData('new') }],
    ...broadcasts.map((each) => [
      {
        label: message('broadcast.list-line', { id: each.id, status: message(`broadcast.short-${each.status}`) }),
        data: broadcastData('look', each.id),
      },
    ]),
  ],
});

function bar(done: number, total: number) {
  const filled = Math.round((done / total) * BAR_LENGTH);
  return verbatim(`${'▰'.repeat(filled)}${'▱'.repeat(BAR_LENGTH - filled)} ${Math.floor((done / total) * 100)} %`);
}

/** `1:05:09` or `05:09`. */
function duration(seconds: number): string {
  const rounded = Math.ceil(seconds);
  const parts = [Math.floor(rounded / 3600), Math.floor(rounded / 60) % 60, rounded % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, n) => (n === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
