// What an applicant sees of support.
import { type Language, languages } from '../../domain/language.ts';
import { type Message, message, type Named } from '../../messages/message.ts';
import { type Conversation, hasDraft } from '../conversation/conversation.ts';
import { go } from '../conversation/menu.ts';
import type { Button, Screen } from '../conversation/output.ts';
import { clockTime, isOpen, nextOpening, type WorkingHours } from './working-hours.ts';

export const leave = (state: Conversation): Button =>
  go(message('support.leave'), hasDraft(state) ? 'continue' : 'home');
/** Below what comes from the staff: out of the dialogue for who is in it, back to a draft for who has one. */
export function afterAnswer(state: Conversation, isTalking: boolean): readonly (readonly Button[])[] {
  if (isTalking) return [[writeBack], [leave(state)]];
  return hasDraft(state) ? [[writeBack], [go(message('home.continue'), 'continue')]] : [[writeBack]];
}

const writeBack: Button = go(message('support.write-back'), 'support');

export const introScreen = (state: Conversation, hours: WorkingHours, now: Date): Screen => ({
  text: [
    message('support.intro'),
    [...hoursLines(hours, now), message('support.contacts')],
    message('support.to-leave'),
  ],
  buttons: [[leave(state)]],
});

/** What becomes of a message; the hours are said when nobody is there. */
export const passedOnScreen = (
  ticket: number,
  state: Conversation,
  { isNew, isHidden }: { isNew: boolean; isHidden: boolean },
  hours: WorkingHours,
  now: Date,
): Screen => ({
  text: [
    message(isNew ? 'support.passed-on' : 'support.passed-on-too', { ticket }),
    ...(isHidden ? [message('support.hidden')] : []),
    ...(isNew ? [[...(isOpen(hours, now) ? [] : hoursLines(hours, now)), message('support.contacts')]] : []),
  ],
  buttons: [[leave(state)]],
});

export const asideScreen = (words: Message, state: Conversation): Screen => ({
  text: [words],
  buttons: [[leave(state)]],
});

function hoursLines(hours: WorkingHours, now: Date): readonly Message[] {
  const { from, to } = hours;
  return [
    message('support.hours', { days: daysInWords(hours), from: clockTime(from), to: clockTime(to) }),
    ...(isOpen(hours, now) ? [] : [message('support.away', { opensAt: nextOpening(hours, now) })]),
  ];
}

/** `Mon–Fri`, or each by name where they do not follow one another. */
function daysInWords({ days }: WorkingHours): Named {
  const isRow = days.length > 2 && days.every((day, index) => day === (days[0] ?? 0) + index);
  const words = (language: Language) => {
    const names = days.map((day) => weekdays[language].format(new Date(Date.UTC(2024, 0, day)))); // a Monday
    return isRow ? `${names[0]}–${names.at(-1)}` : names.join(', ');
  };
  return Object.fromEntries(languages.map((language) => [language, words(language)])) as Named;
}

const weekdays = Object.fromEntries(
  languages.map((language) => [language, new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })]),
) as Readonly<Record<Language, Intl.DateTimeFormat>>;
