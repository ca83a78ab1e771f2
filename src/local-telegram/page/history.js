import { drawMessage } from './bubble.js';
import { dayOf, drawDay } from './days.js';
import { byId } from './dom.js';

const list = byId('messages');
const scroller = byId('scroller');
const toEnd = byId('to-end');
const unread = byId('unread');

let unseen = 0;

function isAtEnd() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
}

export function scrollToEnd(behavior = 'auto') {
  scroller.scrollTo({ top: scroller.scrollHeight, behavior });
}

function countUnseen(count) {
  unseen = count;
  unread.textContent = String(count);
  unread.hidden = count === 0;
}

scroller.addEventListener('scroll', () => {
  toEnd.hidden = isAtEnd();
  if (isAtEnd()) countUnseen(0);
});
toEnd.addEventListener('click', () => scrollToEnd('smooth'));
new ResizeObserver(() => toEnd.hidden && scrollToEnd()).observe(scroller);

export function clearHistory() {
  list.replaceChildren();
  countUnseen(0);
  toEnd.hidden = true;
}

/** Adds a message at the end, or redraws it where it stands. */
export function showMessage(message, me, act) {
  const stayAtEnd = isAtEnd() || message.from.id === me;
  const drawn = drawMessage(message, me, act);
  const present = byId(`message-${message.message_id}`);
  if (present) present.replaceWith(drawn);
  else append(drawn, message);
  joinGroups(drawn);
  for (const image of drawn.querySelectorAll('img')) image.addEventListener('load', () => stayAtEnd && scrollToEnd());
  if (stayAtEnd) scrollToEnd();
  else if (!present) countUnseen(unseen + 1);
}

function append(drawn, message) {
  const lastDay = [...list.querySelectorAll('.day')].at(-1);
  if (lastDay?.dataset.day !== dayOf(message)) list.append(drawDay(message));
  list.append(drawn);
}

/** Messages of one side in a row stand closer, and only the last of them has a tail. */
function joinGroups(row) {
  const previous = row.previousElementSibling;
  const sameSide =
    previous?.classList.contains('row') && previous.classList.contains('own') === row.classList.contains('own');
  row.classList.toggle('joined', Boolean(sameSide));
  previous?.classList.toggle('followed', Boolean(sameSide));
  const next = row.nextElementSibling;
  row.classList.toggle('followed', Boolean(next?.classList.contains('joined')));
}

export function removeMessage(messageId) {
  const row = byId(`message-${messageId}`);
  const { previousElementSibling: previous, nextElementSibling: next } = row ?? {};
  row?.remove();
  if (previous?.classList.contains('day') && (!next || next.classList.contains('day'))) previous.remove();
  if (next?.classList.contains('row')) joinGroups(next);
  else previous?.classList.remove('followed');
}

export function showInHistory(messageId) {
  const row = byId(`message-${messageId}`);
  row?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  row?.classList.add('flash');
  row?.addEventListener('animationend', () => row.classList.remove('flash'), { once: true });
}
