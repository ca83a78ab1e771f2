import { make } from './dom.js';
import { word } from './words.js';

const tags = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

/** A text with its entities as DOM nodes. `act` receives commands and texts to copy. */
export function formatText(text, entities, act) {
  const fragment = document.createDocumentFragment();
  fragment.append(...nodesBetween(text, 0, text.length, sortOutside(entities ?? []), act));
  return fragment;
}

function sortOutside(entities) {
  return [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
}

function nodesBetween(text, from, to, entities, act) {
  const nodes = [];
  let at = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    let inside = index + 1;
    while (inside < entities.length && entities[inside].offset < end) inside++;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const children = nodesBetween(text, entity.offset, end, entities.slice(index + 1, inside), act);
    nodes.push(wrap(entity, text.slice(entity.offset, end), children, act));
    at = end;
    index = inside;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap(entity, covered, children, act) {
  const { type } = entity;
  if (type in tags) return make(tags[type], {}, ...children);
  if (type === 'code') return button('code', covered, children, () => act.copy(covered));
  if (type === 'pre') return block(entity, covered, act);
  if (type === 'spoiler') return spoiler(children);
  if (type === 'bot_command') return button('command', covered, children, () => act.say(covered));
  return link(hrefOf(entity, covered), children);
}

function button(className, label, children, onclick) {
  return make('button', { type: 'button', className: `inline ${className}`, title: label, onclick }, ...children);
}

function block({ language }, covered, act) {
  const copy = button('pre-copy', language || word('copied'), [language || '⧉'], () => act.copy(covered));
  return make('pre', {}, copy, make('code', {}, covered));
}

function spoiler(children) {
  const cover = make(
    'button',
    { type: 'button', className: 'inline spoiler', aria: { label: word('spoiler') } },
    ...children,
  );
  cover.onclick = () => cover.replaceWith(...cover.childNodes);
  return cover;
}

function hrefOf({ type, url }, covered) {
  if (type === 'text_link') return url;
  if (type === 'url') return /^[a-z]+:/i.test(covered) ? covered : `https://${covered}`;
  return type === 'email' ? `mailto:${covered}` : undefined;
}

/** Only addresses that cannot run anything become links. */
function link(href, children) {
  const isSafe = href && URL.canParse(href) && /^(https?|mailto|tg):$/.test(new URL(href).protocol);
  if (!isSafe) return make('span', { className: 'marked' }, ...children);
  return make('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}
