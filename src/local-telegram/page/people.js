import { byId, fullName, initials, make } from './dom.js';
import { formatLocale, word } from './words.js';

const list = byId('people-list');
const app = byId('app');
const opener = byId('open-people');
const veil = byId('veil');

export function openPeople(isOpen) {
  app.classList.toggle('people-open', isOpen);
  opener.setAttribute('aria-expanded', String(isOpen));
  veil.hidden = !isOpen;
  if (isOpen) list.querySelector('[aria-current=true]')?.focus();
}

opener.addEventListener('click', () => openPeople(!app.classList.contains('people-open')));
veil.addEventListener('click', () => openPeople(false));
addEventListener('keydown', ({ key }) => key === 'Escape' && openPeople(false));

/** The list on the left: each person, and below the chosen one the groups they are in. */
export function drawPeople({ people, unread, userId, chatId, choose }) {
  byId('people').setAttribute('aria-label', word('people'));
  byId('people-hint').textContent = word('hint');
  byId('people-note').textContent = word('note');
  opener.setAttribute('aria-label', word('people'));
  const rows = people.flatMap((person) => [
    drawPerson(person, unread.get(person.id) ?? 0, person.id === userId && chatId === userId, () =>
      choose(person.id, person.id),
    ),
    ...(person.id === userId ? person.chats : []).map((chat) =>
      drawGroup(chat, chat.id === chatId, () => choose(person.id, chat.id)),
    ),
  ]);
  list.replaceChildren(...rows);
}

function drawPerson(person, unread, isCurrent, onclick) {
  const name = fullName(person);
  const { last } = person;
  const preview = last ? (last.text ?? last.caption ?? last.document?.file_name ?? word('photo')) : word('empty');
  return row(`person tone-${person.id % 5}`, isCurrent, onclick, [
    make('span', { className: 'avatar', aria: { hidden: 'true' } }, initials(name)),
    line(make('b', { className: 'name' }, name), make('time', {}, last ? timeOf(last) : '')),
    line(
      make('small', {}, preview.replace(/\s+/g, ' ')),
      badge(person.language_code),
      person.staff ? badge(word('staff'), 'staff') : undefined,
      unread ? make('b', { className: 'count' }, String(unread)) : undefined,
    ),
  ]);
}

function drawGroup({ title }, isCurrent, onclick) {
  return row('person group', isCurrent, onclick, [
    make('span', { className: 'avatar small', aria: { hidden: 'true' } }, initials(title)),
    make('b', { className: 'name' }, title),
    make('small', {}, word('group')),
  ]);
}

function row(className, isCurrent, onclick, children) {
  return make(
    'li',
    {},
    make('button', { type: 'button', className, onclick, aria: { current: String(isCurrent) } }, ...children),
  );
}

function line(...children) {
  return make('span', { className: 'line' }, ...children);
}

function badge(text, kind = '') {
  return make('i', { className: `badge ${kind}` }, text);
}

function timeOf({ date }) {
  return new Date(date * 1000).toLocaleTimeString(formatLocale(), { hour: '2-digit', minute: '2-digit' });
}
