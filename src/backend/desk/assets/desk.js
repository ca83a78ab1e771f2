// What a browser adds to the pages; every page also works without it.

// A chosen reason fills the words, unless the operator has written some already.
for (const select of document.querySelectorAll('select[data-fills]')) {
  const words = document.getElementById(select.dataset.fills);
  const texts = [...select.options].map((option) => option.dataset.text ?? '');
  select.addEventListener('change', () => {
    if (words.value.trim() === '' || texts.includes(words.value)) {
      words.value = select.selectedOptions[0].dataset.text ?? '';
    }
  });
}

// A decision is sent once, however often its button is pressed.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
    for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true');
  });
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-once]')) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled');
  }
});

document.getElementById('problem')?.focus();

// "/" goes to the search, as in many other tools.
addEventListener('keydown', (event) => {
  const search = document.querySelector('input[type="search"]');
  const typing = event.target.closest?.('input, textarea, select, dialog');
  if (event.key !== '/' || typing || !search) return;
  event.preventDefault();
  search.focus();
});

// Warns before the session ends, keeps it while someone works on a page, and hides the page when it has ended.
const idleMs = Number(document.body.dataset.idleSeconds) * 1000;
if (idleMs > 0) {
  const warnMs = Math.min(120_000, idleMs / 3);
  const dialog = document.getElementById('idle');
  const csrf = document.querySelector('input[name="csrf"]').value;
  const base = new URL(document.querySelector('form.who').action).pathname.replace(/\/logout$/, '');
  const lastActivity = () => Number(localStorage.getItem('desk-active'));
  const noteActivity = () => localStorage.setItem('desk-active', String(Date.now()));
  noteActivity();

  const stay = async () => {
    noteActivity();
    const answer = await fetch(`${base}/stay`, {
      method: 'POST',
      body: new URLSearchParams({ csrf }),
      redirect: 'manual',
    });
    if (answer.status !== 204) location.replace(`${base}/login?why=idle`);
  };
  for (const kind of ['pointerdown', 'keydown', 'input']) {
    addEventListener(kind, () => {
      if (!dialog.open && Date.now() - lastActivity() > idleMs / 10) stay().catch(() => undefined);
    });
  }
  dialog.addEventListener('close', () => stay().catch(() => undefined));
  dialog.querySelector('button').addEventListener('click', () => dialog.close());

  setInterval(() => {
    const idle = Date.now() - lastActivity();
    if (idle > idleMs + 2_000) location.replace(`${base}/login?why=idle`);
    else if (idle > idleMs - warnMs && !dialog.open) dialog.showModal();
    else if (idle < idleMs - warnMs && dialog.open) dialog.close();
  }, 1_000);
}
