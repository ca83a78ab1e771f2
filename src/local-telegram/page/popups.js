import { byId } from './dom.js';
import { word } from './words.js';

const toast = byId('toast');
const alertBox = byId('alert');
const viewer = byId('viewer');
let hiding;

export function showToast(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    toast.hidden = true;
  }, 3500);
}

export function showAlert(text) {
  alertBox.querySelector('p').textContent = text;
  if (!alertBox.open) alertBox.showModal();
}

export function enlarge(src) {
  const image = viewer.querySelector('img');
  image.src = src;
  image.alt = word('photo');
  viewer.querySelector('button').setAttribute('aria-label', word('close'));
  viewer.showModal();
}

viewer.addEventListener('click', ({ target }) => {
  if (target === viewer || target.tagName === 'IMG') viewer.close();
});

export async function copy(text) {
  await navigator.clipboard.writeText(text);
  showToast(`${word('copied')}: ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`);
}

/** For screen readers: what came or changed, once. */
export function announce(text) {
  byId('live').textContent = text;
}
