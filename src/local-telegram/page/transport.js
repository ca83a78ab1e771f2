async function ask(path, options) {
  const response = await fetch(`/local/${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.problem ?? response.statusText);
  return answer;
}

const post = (path, body) =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

export const loadPeople = () => ask('people');
export const loadChat = (user, chat) => ask(`chat?user=${user}&chat=${chat}`);
export const say = (body) => post('say', body);
export const press = (body) => post('press', body);
export const sendContact = (body) => post('contact', body);
export const setBlocked = (user, blocked) => post('block', { user, blocked });

export function upload(parameters, file) {
  const query = new URLSearchParams(
    Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''),
  );
  return ask(`upload?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
}

/** Calls back with every event; `hello` comes at each (re)connection. */
export function listen(onEvent, onBroken) {
  const source = new EventSource('/local/events');
  source.onmessage = ({ data }) => onEvent(JSON.parse(data));
  source.onerror = onBroken;
}

export function fileUrl(fileId) {
  return `/local/file/${encodeURIComponent(fileId)}`;
}
