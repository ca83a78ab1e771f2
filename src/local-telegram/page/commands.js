import { byId, make } from './dom.js';
import { word } from './words.js';

const list = byId('commands');
const menu = byId('menu');
const text = byId('text');

let commands = [];
let say = () => {};

export function setCommands(newCommands, onSay) {
  commands = newCommands;
  say = onSay;
  menu.hidden = commands.length === 0;
  menu.querySelector('span').textContent = word('menu');
  menu.setAttribute('aria-label', word('menu'));
  list.setAttribute('aria-label', word('menu'));
  closeCommands();
}

export function closeCommands() {
  list.hidden = true;
  menu.setAttribute('aria-expanded', 'false');
  text.removeAttribute('aria-activedescendant');
}

function open(shown, focus) {
  list.replaceChildren(...shown.map(drawCommand));
  list.hidden = shown.length === 0;
  menu.setAttribute('aria-expanded', String(!list.hidden));
  if (focus) list.querySelector('button')?.focus();
}

function drawCommand({ command, description }) {
  const onclick = () => {
    closeCommands();
    text.value = '';
    text.focus();
    say(`/${command}`);
  };
  return make(
    'button',
    { type: 'button', role: 'menuitem', onclick },
    make('b', {}, `/${command}`),
    make('span', {}, description),
  );
}

menu.addEventListener('click', () => (list.hidden ? open(commands, true) : closeCommands()));

/** Typing "/" offers the commands that begin so. */
text.addEventListener('input', () => {
  const typed = /^\/(\w*)$/.exec(text.value)?.[1];
  if (typed === undefined) closeCommands();
  else
    open(
      commands.filter(({ command }) => command.startsWith(typed)),
      false,
    );
});

text.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowUp' || list.hidden) return;
  event.preventDefault();
  [...list.querySelectorAll('button')].at(-1)?.focus();
});

list.addEventListener('keydown', (event) => {
  const buttons = [...list.querySelectorAll('button')];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === 'Escape') text.focus();
  if (event.key === 'Escape') closeCommands();
  if (!step) return;
  event.preventDefault();
  const at = buttons.indexOf(document.activeElement) + step;
  buttons[(at + buttons.length) % buttons.length].focus();
});

addEventListener('click', ({ target }) => {
  if (!list.contains(target) && !menu.contains(target)) closeCommands();
});
