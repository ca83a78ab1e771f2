import type { Figures } from './figures.ts';

/** RFC 4180, one figure per line; what is not of a day has the last one. Codes and numbers, so nothing needs quotes. */
export function figuresCsv({ to, counts, chats, blocked, openTickets, waitingTickets, answers }: Figures): string {
  const { withinHour, withinDay, later, unanswered, medianSeconds } = answers;
  const standing = {
    'chats:all': chats,
    'chats:blocked': blocked,
    'tickets:open': openTickets,
    'tickets:waiting': waitingTickets,
    'answers:within-hour': withinHour,
    'answers:within-day': withinDay,
    'answers:later': later,
    'answers:none': unanswered,
    'answers:median-seconds': medianSeconds === undefined ? '' : Math.round(medianSeconds),
  };
  const lines = [
    ['day', 'name', 'value'],
    ...counts.map(({ day, name, count }) => [day, name, count]),
    ...Object.entries(standing).map(([name, value]) => [to, name, value]),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}
