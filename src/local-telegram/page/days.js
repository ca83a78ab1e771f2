import { make } from './dom.js';
import { formatLocale, spokenLanguage, word } from './words.js';

// browsers are built without Kazakh dates
const kazakhMonths = 'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан'.split(' ');

export function dayOf({ date }) {
  return new Date(date * 1000).toDateString();
}

export function drawDay(message) {
  return make(
    'li',
    { className: 'day', dataset: { day: dayOf(message) } },
    make('span', {}, nameOf(new Date(message.date * 1000))),
  );
}

function nameOf(day) {
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return word('today');
  today.setDate(today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return word('yesterday');
  if (spokenLanguage() === 'kk') return `${day.getDate()} ${kazakhMonths[day.getMonth()]}`;
  return day.toLocaleDateString(formatLocale(), { day: 'numeric', month: 'long' });
}
