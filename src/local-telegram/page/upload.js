import { byId, make } from './dom.js';
import { showToast } from './popups.js';
import { word } from './words.js';

const dialog = byId('upload');
const caption = byId('caption');
const asPhoto = byId('as-photo');
const largest = 50 * 1024 * 1024;

/** Shows what is about to be sent; `send(file, { asPhoto, caption })` is called for each after a yes. */
export function askToSend(files, send) {
  const fitting = files.filter(({ size }) => size <= largest);
  if (fitting.length < files.length) showToast(word('tooBig'));
  if (fitting.length === 0) return;
  const hasPicture = fitting.some(isPicture);
  prepare(fitting, hasPicture);
  dialog.addEventListener(
    'close',
    () => {
      for (const image of dialog.querySelectorAll('img')) URL.revokeObjectURL(image.src);
      if (dialog.returnValue !== 'send') return;
      fitting.forEach((file, index) => {
        send(file, { asPhoto: asPhoto.checked && isPicture(file), caption: index === 0 ? caption.value.trim() : '' });
      });
    },
    { once: true },
  );
  dialog.returnValue = '';
  dialog.showModal();
  caption.focus();
}

function prepare(files, hasPicture) {
  dialog.querySelector('h3').textContent = word('sendFiles');
  dialog.querySelector('ul').replaceChildren(...files.map(drawFile));
  dialog.querySelector('.check').hidden = !hasPicture;
  dialog.querySelector('.check span').textContent = word('asPhoto');
  const [cancel, send] = dialog.querySelectorAll('.actions button');
  cancel.textContent = word('cancel');
  send.textContent = word('send');
  caption.value = '';
  caption.placeholder = word('caption');
  caption.setAttribute('aria-label', word('caption'));
}

// Enter in the caption would otherwise press the first button of the form
caption.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  dialog.close('send');
});

function isPicture({ type }) {
  return /^image\/(png|jpeg|gif|webp)$/.test(type);
}

function drawFile(file) {
  if (isPicture(file)) return make('li', {}, make('img', { src: URL.createObjectURL(file), alt: file.name }));
  return make(
    'li',
    { className: 'document' },
    make('span', { className: 'document-icon' }, file.name.split('.').at(-1).slice(0, 4).toUpperCase()),
    make('b', {}, file.name),
  );
}

/** Button, drag and drop, and paste all end in the same question. */
export function acceptFiles(onFiles) {
  const input = byId('file');
  const drop = byId('drop');
  byId('attach').addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    onFiles([...input.files]);
    input.value = '';
  });
  addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || dialog.open) return;
    event.preventDefault();
    onFiles(files);
  });
  addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    drop.querySelector('p').textContent = word('drop');
    drop.hidden = false;
  });
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (!relatedTarget) drop.hidden = true;
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    drop.hidden = true;
    if (!dialog.open) onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}
