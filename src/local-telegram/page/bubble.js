import { fullName, icon, make } from './dom.js';
import { formatText } from './entities.js';
import { fileUrl } from './transport.js';
import { formatLocale, word } from './words.js';

/** One message as a list element. `act` holds what its parts can do. */
export function drawMessage(message, me, act) {
  const isOwn = message.from.id === me;
  const { message_id: id } = message;
  if (message.forum_topic_created) return drawService(message);
  const bubble = make('div', { className: 'bubble' });
  if (!isOwn && message.chat.type !== 'private')
    bubble.append(make('b', { className: 'sender' }, fullName(message.from)));
  bubble.append(...contentOf(message, act), footOf(message));
  const keys = message.reply_markup ? drawKeyboard(message, act) : undefined;
  const stack = make('div', { className: keys ? 'stack with-keys' : 'stack' }, bubble, keys);
  const row = make('li', { className: isOwn ? 'row own' : 'row', id: `message-${id}`, dataset: { id } }, stack);
  if (message.chat.type !== 'private') bubble.append(replyButton(message, act));
  if (isPictureOnly(message)) bubble.classList.add('bare');
  return row;
}

function drawService({ message_id: id, forum_topic_created: { name } }) {
  return make('li', { className: 'service', id: `message-${id}`, dataset: { id } }, make('span', {}, `# ${name}`));
}

function isPictureOnly({ photo, caption }) {
  return photo && !caption;
}

function contentOf(message, act) {
  const { reply_to_message: replied, forward_origin: origin, photo, document: file, contact } = message;
  const parts = [];
  if (origin?.sender_user) parts.push(make('div', { className: 'forwarded' }, `↪ ${fullName(origin.sender_user)}`));
  // In a topic every message answers the one that opened it.
  if (replied && !replied.forum_topic_created) parts.push(drawQuote(replied, act));
  if (photo) parts.push(drawPhoto(photo, act));
  if (file) parts.push(drawDocument(file));
  if (contact) parts.push(make('div', { className: 'contact' }, `${contact.first_name}\n${contact.phone_number}`));
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  if (text) parts.push(make('div', { className: 'text' }, formatText(text, entities, act)));
  return parts;
}

function drawQuote(replied, act) {
  const shown = replied.text ?? replied.caption ?? word(replied.photo ? 'photo' : 'file');
  const onclick = () => act.show(replied.message_id);
  return make(
    'button',
    { type: 'button', className: 'quote', onclick },
    make('b', {}, fullName(replied.from)),
    make('span', {}, shown),
  );
}

function drawPhoto(sizes, act) {
  const { file_id, width, height } = sizes.at(-1);
  const image = make('img', { src: fileUrl(file_id), alt: word('photo'), width, height, loading: 'lazy' });
  const onclick = () => act.enlarge(image.src);
  return make('button', { type: 'button', className: 'photo', onclick, aria: { label: word('openPhoto') } }, image);
}

function drawDocument({ file_id, file_name, file_size }) {
  const name = file_name ?? word('file');
  const ending = /\.([a-z0-9]{1,4})$/i.exec(name)?.[1] ?? '';
  const label = `${word('download')}: ${name}, ${sizeOf(file_size)}`;
  return make(
    'a',
    { className: 'document', href: fileUrl(file_id), download: name, aria: { label } },
    make('span', { className: 'document-icon' }, ending ? ending.toUpperCase() : icon('file')),
    make('span', { className: 'document-name' }, make('b', {}, name), make('small', {}, sizeOf(file_size))),
  );
}

function sizeOf(bytes) {
  const [unit, divisor] = bytes < 1024 ? [0, 1] : bytes < 1024 ** 2 ? [1, 1024] : [2, 1024 ** 2];
  const digits = { maximumFractionDigits: divisor === 1 ? 0 : 1 };
  return `${(bytes / divisor).toLocaleString(formatLocale(), digits)}\u00a0${word('units')[unit]}`;
}

function footOf(message) {
  const time = new Date(message.date * 1000);
  const shown = time.toLocaleTimeString(formatLocale(), { hour: '2-digit', minute: '2-digit' });
  const foot = make('span', { className: 'foot' });
  if (message.has_protected_content) {
    const mark = make('span', { className: 'mark', title: word('protected') }, icon('lock'));
    mark.append(make('span', { className: 'hidden-text' }, word('protected')));
    foot.append(mark);
  }
  if (message.edit_date) foot.append(make('span', {}, `${word('edited')} `));
  foot.append(make('time', { dateTime: time.toISOString() }, shown));
  return foot;
}

function replyButton(message, act) {
  const onclick = () => act.reply(message);
  return make('button', { type: 'button', className: 'reply', onclick, aria: { label: word('reply') } }, icon('reply'));
}

function drawKeyboard(message, act) {
  const rows = message.reply_markup.inline_keyboard.map((buttons) =>
    make('div', { className: 'keyboard-row' }, ...buttons.map((button) => drawButton(button, message, act))),
  );
  return make('div', { className: 'keyboard' }, ...rows);
}

function drawButton(button, message, act) {
  const { text, url, copy_text, callback_data } = button;
  if (url) {
    const label = `${text} (${word('newTab')})`;
    return make(
      'a',
      { className: 'key', href: url, target: '_blank', rel: 'noopener noreferrer', aria: { label } },
      text,
      icon('out'),
    );
  }
  const key = make('button', { type: 'button', className: 'key' }, make('span', {}, text));
  if (copy_text) key.append(icon('copy'));
  key.onclick = () => (copy_text ? act.copy(copy_text.text) : act.press(message, callback_data, key));
  return key;
}
