import { byId, fullName, initials, make } from './dom.js';
import { word } from './words.js';

const status = byId('chat-status');
const topics = byId('topics');
let quiet = '';
let waiting;

export function drawHead({ bot, chat, topics: known, blocked, userId }, { setBlocked, chooseTopic }) {
  const isPrivate = chat.type === 'private';
  const name = isPrivate ? fullName(bot) : fullName(chat);
  byId('chat-name').textContent = name;
  byId('chat-avatar').textContent = initials(name);
  quiet = word(isPrivate ? 'bot' : 'group');
  showQuiet();
  const block = byId('block');
  block.hidden = !isPrivate || chat.first_name === undefined;
  block.textContent = word(blocked ? 'unblock' : 'block');
  block.onclick = () => setBlocked(userId, !blocked);
  drawTopics(chat, known, chooseTopic);
}

function drawTopics(chat, known, chooseTopic) {
  topics.hidden = !chat.is_forum;
  const options = [
    ['', word('allTopics')],
    ...known.map(({ id, name, closed }) => [String(id), `${closed ? '✓ ' : '# '}${name}`]),
  ];
  const chosen = topics.value;
  topics.replaceChildren(...options.map(([value, label]) => make('option', { value }, label)));
  topics.value = options.some(([value]) => value === chosen) ? chosen : '';
  topics.setAttribute('aria-label', word('allTopics'));
  topics.onchange = () => chooseTopic(Number(topics.value) || undefined);
}

/** Telegram shows an action for five seconds or until the next message. */
export function showAction(action) {
  const doing = word(action.startsWith('upload') ? 'sendingFile' : 'typing');
  status.replaceChildren(
    doing,
    make('span', { className: 'dots', aria: { hidden: 'true' } }, make('i'), make('i'), make('i')),
  );
  status.classList.add('active');
  clearTimeout(waiting);
  waiting = setTimeout(showQuiet, 5000);
}

export function showQuiet() {
  clearTimeout(waiting);
  status.classList.remove('active');
  status.textContent = quiet;
}

export function showOffline() {
  status.textContent = word('offline');
}
