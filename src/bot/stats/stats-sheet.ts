// The figures as one picture, in the reader's language.
import type { Language } from '../../domain/language.ts';
import { type Message, message } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';
import type { Block, Sheet, Tone } from '../charts/sheet.ts';
import type { StepName } from '../conversation/answers.ts';
import type { Figures } from './figures.ts';

/** From the bottom of a column to its top. */
const series: readonly { readonly words: Message; readonly tone: Tone; readonly names: readonly string[] }[] = [
  { words: message('stats.series-submitted'), tone: 'blue', names: ['status:submitted'] },
  { words: message('stats.series-confirmed'), tone: 'teal', names: ['status:confirmed'] },
  { words: message('stats.series-issued'), tone: 'green', names: ['status:issued'] },
  { words: message('stats.series-set-up'), tone: 'violet', names: ['status:set-up'] },
  { words: message('stats.series-refused'), tone: 'red', names: ['status:refused'] },
  {
    words: message('stats.series-ended'),
    tone: 'grey',
    names: ['status:withdrawn', 'status:expired', 'status:revoked', 'status:superseded'],
  },
];

const DAY_MS = 24 * 60 * 60 * 1000;

/** `steps` in the order of the questions. */
export function statsSheet(
  figures: Figures,
  steps: readonly StepName[],
  translate: Translate,
  language: Language,
): Sheet {
  const say = (words: Message) => translate(words, language, 'plain');
  const { from, to, counts, chats, blocked, openTickets, answers } = figures;
  const total = (name: string) => sum(counts.filter((each) => each.name === name));
  const days = daysBetween(from, to);
  // Noon, so that the day is the same in every time zone of the country.
  const period = message('stats.period', { from: new Date(`${from}T07:00:00Z`), to: new Date(`${to}T07:00:00Z`) });
  return {
    title: say(message('stats.title')),
    subtitle: say(period),
    blocks: [
      {
        kind: 'tiles',
        tiles: [
          { label: say(message('stats.submitted')), value: String(total('status:submitted')), tone: 'blue' },
          { label: say(message('stats.issued')), value: String(total('status:issued')), tone: 'green' },
          {
            label: say(message('stats.open-tickets')),
            value: String(openTickets),
            tone: openTickets > 0 ? 'amber' : 'grey',
          },
          { label: say(message('stats.first-answer')), value: say(duration(answers.medianSeconds)) },
          { label: say(message('stats.chats')), value: String(chats) },
          { label: say(message('stats.blocked')), value: String(blocked) },
        ],
      },
      {
        kind: 'columns',
        title: say(message('stats.by-day')),
        series: series.map(({ words, tone }) => ({ label: say(words), tone })),
        columns: days.map((day) => {
          const ofDay = counts.filter((each) => each.day === day);
          const values = series.map(({ names }) => sum(ofDay.filter(({ name }) => names.includes(name))));
          return { label: `${day.slice(8)}.${day.slice(5, 7)}`, values };
        }),
      },
      funnel(steps, total, say),
    ],
  };
}

function funnel(steps: readonly StepName[], total: (name: string) => number, say: (words: Message) => string): Block {
  const stages = steps.flatMap((step) => {
    const reached = total(`reached:${step}`);
    const lost = reached === 0 ? 0 : Math.max(0, 1 - total(`answered:${step}`) / reached);
    return reached === 0
      ? []
      : [
          {
            label: say(message(`stats.step-${step}`)),
            value: reached,
            ...(lost > 0 && { note: `−${Math.round(lost * 100)} %` }),
          },
        ];
  });
  return { kind: 'funnel', title: say(message('stats.funnel')), stages };
}

function duration(seconds: number | undefined): Message {
  if (seconds === undefined) return message('stats.none');
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 60
    ? message('stats.minutes', { minutes })
    : message('stats.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

function daysBetween(from: string, to: string): readonly string[] {
  const first = Date.parse(from);
  const count = Math.round((Date.parse(to) - first) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10));
}

const sum = (counted: readonly { readonly count: number }[]): number =>
  counted.reduce((total, { count }) => total + count, 0);
