import { drawHead, showAction, showOffline, showQuiet } from './chat-head.js';
import { setCommands } from './commands.js';
import { drawComposer, drawReplyKeyboard, focusComposer, onSay, replyTarget, setReply } from './composer.js';
import { byId, fullName } from './dom.js';
import { clearHistory, removeMessage, scrollToEnd, showInHistory, showMessage } from './history.js';
import { drawPeople, openPeople } from './people.js';
import { announce, copy, enlarge, showAlert, showToast } from './popups.js';
import * as telegram from './transport.js';
import { acceptFiles, askToSend } from './upload.js';
import { speak, word } from './words.js';

const query = new URLSearchParams(location.search);
const state = { people: [], unread: new Map(), userId: 0, chatId: 0, chat: undefined, topic: undefined, events: 0 };
const pressed = new Map();
const act = { say, copy, enlarge, press, show: showInHistory, reply: setReply };

const place = () => ({ user: state.userId, chatId: state.chatId, threadId: state.topic, replyTo: replyTarget() });

/** Every action ends here: a refusal is told, not swallowed. */
function attempt(promise) {
  return promise.catch((error) => showToast(error.message));
}

function say(text) {
  const where = place();
  setReply(undefined);
  return attempt(telegram.say({ ...where, text }));
}

async function press(message, button, key) {
  key.classList.add('waiting');
  key.setAttribute('aria-busy', 'true');
  const free = () => {
    key.classList.remove('waiting');
    key.removeAttribute('aria-busy');
  };
  setTimeout(free, 15_000);
  const answer = await attempt(telegram.press({ ...place(), message: message.message_id, button }));
  if (answer) pressed.set(answer.queryId, free);
  else free();
}

async function choose(userId, chatId) {
  Object.assign(state, { userId, chatId, topic: undefined });
  localStorage.setItem('person', String(userId));
  state.unread.delete(chatId);
  openPeople(false);
  setReply(undefined);
  await refresh();
  focusComposer();
}

async function refresh() {
  const { userId, chatId, events } = state;
  const [{ people }, chat] = await Promise.all([telegram.loadPeople(), telegram.loadChat(userId, chatId)]);
  if (state.userId !== userId || state.chatId !== chatId) return;
  // what happened meanwhile may be missing in the answer
  if (state.events !== events) return refresh();
  Object.assign(state, { people, chat });
  speak(chat.user.language_code);
  clearHistory();
  for (const message of chat.messages.filter(isInTopic)) showMessage(message, userId, act);
  scrollToEnd();
  redraw();
}

function isInTopic({ message_thread_id: thread }) {
  return state.topic === undefined || thread === state.topic;
}

function redraw() {
  const { chat, userId, chatId, people, unread } = state;
  const isEmpty = chat.messages.length === 0 && chatId === userId;
  drawHead(
    { ...chat, userId },
    { setBlocked: (user, blocked) => attempt(telegram.setBlocked(user, blocked)), chooseTopic },
  );
  drawPeople({ people, unread, userId, chatId, choose });
  const payload = query.get('start');
  const start = { label: word('start'), act: () => say(payload ? `/start ${payload}` : '/start') };
  const unblock = { label: word('unblock'), act: () => attempt(telegram.setBlocked(userId, false)) };
  drawComposer(chat.blocked ? unblock : isEmpty ? start : undefined);
  drawReplyKeyboard(chat.keyboard, { say, sendContact: () => attempt(telegram.sendContact(place())) });
  setCommands(chat.commands, say);
  byId('intro').hidden = !isEmpty;
  byId('intro-title').textContent = word('intro');
  byId('intro-text').textContent = chat.description || word('introText');
  byId('to-end').setAttribute('aria-label', word('toEnd'));
  document.title = `${fullName(chat.bot)} · Local Telegram`;
}

function chooseTopic(topic) {
  state.topic = topic;
  attempt(refresh());
}

function onMessage({ type, chatId, message }) {
  const person = state.people.find(({ id }) => id === chatId);
  if (person && type === 'message') person.last = message;
  if (chatId !== state.chatId) {
    if (type === 'message' && message.from.is_bot) state.unread.set(chatId, (state.unread.get(chatId) ?? 0) + 1);
    return redraw();
  }
  const { messages } = state.chat;
  const known = messages.findIndex(({ message_id: id }) => id === message.message_id);
  if (known < 0) messages.push(message);
  else messages[known] = message;
  const { type: kind, first_name: name } = state.chat.chat;
  const isNewChat = kind === 'private' && name === undefined;
  if (message.forum_topic_created || isNewChat) attempt(refresh());
  else if (isInTopic(message)) showMessage(message, state.userId, act);
  if (message.from.id === state.userId) return redraw();
  showQuiet();
  announce(
    `${fullName(message.from)}: ${message.text ?? message.caption ?? message.document?.file_name ?? word('photo')}`,
  );
  drawPeople({ ...state, choose });
}

function onAnswer({ userId, queryId, text, alert, url }) {
  pressed.get(queryId)?.();
  pressed.delete(queryId);
  if (userId !== state.userId) return;
  if (text) (alert ? showAlert : showToast)(text);
  if (url) open(url, '_blank', 'noopener');
}

const listeners = {
  hello: () => attempt(refresh()),
  message: onMessage,
  edited: onMessage,
  deleted({ chatId, messageId }) {
    if (chatId !== state.chatId) return;
    removeMessage(messageId);
    state.chat.messages = state.chat.messages.filter(({ message_id: id }) => id !== messageId);
  },
  action: ({ chatId, action }) => chatId === state.chatId && showAction(action),
  answer: onAnswer,
  keyboard: () => attempt(refresh()),
  commands: () => attempt(refresh()),
  person: () => attempt(refresh()),
};

async function begin() {
  const { people } = await telegram.loadPeople();
  const wanted = Number(query.get('user') ?? localStorage.getItem('person'));
  const { id } = people.find((person) => person.id === wanted) ?? people[0];
  onSay(say);
  acceptFiles((files) =>
    askToSend(files, (file, { asPhoto, caption }) => {
      const { user, chatId: chat, threadId: thread } = place();
      const as = asPhoto ? 'photo' : 'document';
      attempt(telegram.upload({ user, chat, thread, name: file.name, type: file.type, as, caption }, file));
    }),
  );
  await choose(id, id);
  telegram.listen((event) => {
    state.events++;
    listeners[event.type]?.(event);
  }, showOffline);
}

attempt(begin());
