/** A browser without scripts: keeps cookies, follows redirects, fills in the forms that a page has. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  open(path: string): Promise<Page>;
  /** Posts the form of the last page whose action ends so, with its hidden fields and these. */
  submit(action: string, fields?: Readonly<Record<string, string | readonly string[]>>): Promise<Page>;
  post(path: string, fields: Readonly<Record<string, string>>, headers?: Record<string, string>): Promise<Page>;
}

export interface Page {
  readonly status: number;
  /** After redirects, without the origin. */
  readonly path: string;
  readonly html: string;
  readonly headers: Headers;
  /** The address of the first redirect. */
  readonly redirected: string | undefined;
}

export function createVisitor(address: string, language = 'en'): Visitor {
  const { origin, pathname: base } = new URL(address);
  const cookies = new Map<string, string>();
  let last: Page | undefined;

  async function request(path: string, init: RequestInit = {}): Promise<Page> {
    let redirected: string | undefined;
    let next = path;
    let options = init;
    for (let hop = 0; hop < 5; hop++) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { 'accept-language': language, ...(options.headers as Record<string, string>), cookie };
      const answer = await fetch(origin + next, { ...options, headers, redirect: 'manual' });
      for (const line of answer.headers.getSetCookie()) keepCookie(cookies, line);
      const location = answer.headers.get('location');
      if (answer.status >= 300 && answer.status < 400 && location !== null) {
        redirected ??= location;
        next = location.startsWith('http') ? new URL(location).pathname : location;
        options = {};
        continue;
      }
      last = { status: answer.status, path: next, html: await answer.text(), headers: answer.headers, redirected };
      return last;
    }
    throw new Error(`redirected too often from ${path}`);
  }

  const post: Visitor['post'] = (path, fields, headers = {}) =>
    request(path.startsWith('/') ? base + path : path, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });

  return {
    cookies,
    post,
    open: (path) => request(base + path),
    submit(action, fields = {}) {
      const form = formsOf(last?.html ?? '').find((each) => each.action.endsWith(action));
      if (!form) throw new Error(`the page ${last?.path} has no form ${action}`);
      const body = new URLSearchParams(form.hidden);
      for (const [name, value] of Object.entries(fields)) {
        body.delete(name);
        for (const each of typeof value === 'string' ? [value] : value) body.append(name, each);
      }
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
      return request(form.action, { method: 'POST', body: body.toString(), headers });
    },
  };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const [name = '', value = ''] = pair.split('=');
  if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

const formsOf = (html: string) =>
  [...html.matchAll(/<form method="post" action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].map(([, action = '', body = '']) => ({
    action,
    hidden: [...body.matchAll(/<input type="hidden" name="([^"]+)"[^>]*? value="([^"]*)"/g)].map(
      ([, name = '', value = '']): [string, string] => [name, value.replaceAll('&amp;', '&').replaceAll('&#39;', "'")],
    ),
  }));

/** Logs in for the first time, with the one-time password, and chooses another. */
export async function enterFirst(visitor: Visitor, name: string, oneTime: string, iin?: string): Promise<Page> {
  await visitor.open('/login');
  await visitor.submit('/login', { name, password: oneTime });
  const own = ownPassword(name);
  return visitor.submit('/new-password', { password: own, again: own, ...(iin !== undefined && { iin }) });
}

export const ownPassword = (name: string): string => `correct horse ${[...name].reverse().join('')} battery`;
