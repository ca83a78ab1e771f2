import { byId, fullName, make } from './dom.js';
import { word } from './words.js';

const entry = byId('entry');
const text = byId('text');
const big = byId('big');
const keyboard = byId('keyboard');
const replyTo = byId('reply-to');

let repliedId;

function resizeField() {
  text.style.height = 'auto';
  text.style.height = `${Math.min(text.scrollHeight, 180)}px`;
  entry.classList.toggle('filled', text.value.trim() !== '');
}

export function onSay(say) {
  entry.addEventListener('submit', (event) => {
    event.preventDefault();
    const said = text.value.trim();
    if (!said) return;
    text.value = '';
    resizeField();
    say(said);
  });
  text.addEventListener('input', resizeField);
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    entry.requestSubmit();
  });
}

/** The field, or one big button in its place: START in an empty chat, Unblock in a blocked one. */
export function drawComposer(button) {
  text.placeholder = word('message');
  text.setAttribute('aria-label', word('message'));
  byId('send').setAttribute('aria-label', word('send'));
  byId('attach').setAttribute('aria-label', word('attach'));
  byId('attach').title = word('attach');
  byId('reply-cancel').setAttribute('aria-label', word('cancel'));
  entry.hidden = Boolean(button);
  big.hidden = !button;
  big.textContent = button?.label ?? '';
  big.onclick = button?.act ?? null;
  resizeField();
}

export function focusComposer() {
  // on a touch screen the focus would open the keyboard over the chat
  if (matchMedia('(hover: hover)').matches) (entry.hidden ? big : text).focus();
}

/** The keyboard under the field that the bot asked for. */
export function drawReplyKeyboard(markup, { say, sendContact }) {
  const rows = markup?.keyboard ?? [];
  keyboard.hidden = rows.length === 0;
  if (markup?.input_field_placeholder) text.placeholder = markup.input_field_placeholder;
  const drawn = rows.map((buttons) =>
    make('div', { className: 'keyboard-row' }, ...buttons.map((button) => drawKey(button))),
  );
  keyboard.replaceChildren(...drawn);

  function drawKey(button) {
    const label = typeof button === 'string' ? button : button.text;
    const onclick = () => (button.request_contact ? sendContact() : say(label));
    return make('button', { type: 'button', className: 'key', onclick }, label);
  }
}

export function replyTarget() {
  return repliedId;
}

export function setReply(message) {
  repliedId = message?.message_id;
  replyTo.hidden = !message;
  if (!message) return;
  replyTo.querySelector('b').textContent = fullName(message.from);
  replyTo.querySelector('span').textContent = message.text ?? message.caption ?? word('file');
  text.focus();
}

byId('reply-cancel').addEventListener('click', () => setReply(undefined));
