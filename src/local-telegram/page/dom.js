/** Makes an element; texts become text nodes, so nothing a message says is ever read as HTML. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  const { dataset, aria, ...rest } = properties;
  Object.assign(element, rest);
  Object.assign(element.dataset, dataset);
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  element.append(...children.filter((child) => child !== undefined && child !== null && child !== ''));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

const drawings = {
  lock: 'M7 10V8a5 5 0 0 1 10 0v2m-11 0h12v10H6z',
  copy: 'M9 9V4h11v11h-5M4 9h11v11H4z',
  out: 'M8 5h11v11M19 5 6 18',
  file: 'M7 3h7l5 5v13H7zM14 3v5h5',
  download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
  reply: 'M10 5 4 11l6 6v-4c5 0 8 2 10 6 0-7-4-11-10-11z',
};

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', drawings[name]);
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path);
  return svg;
}

export function initials(name) {
  const letters = name.split(/\s+/).filter((part) => /^[\p{L}\d]/u.test(part));
  return letters
    .slice(0, 2)
    .map((part) => [...part][0])
    .join('')
    .toUpperCase();
}

export function fullName({ first_name, last_name, title }) {
  return title ?? [first_name, last_name].filter(Boolean).join(' ');
}
