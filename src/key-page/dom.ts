type Child = Node | string | undefined;
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element; attributes that are false or undefined are left out. Children that are text stay text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) created.setAttribute(name, value === true ? '' : value);
  }
  created.append(...children.filter((child) => child !== undefined));
  return created;
}

/** Puts a view in place of the last one and tells screen readers by moving the focus to its heading. */
export function show(...children: readonly Child[]): void {
  const page = document.querySelector('main') as HTMLElement;
  page.replaceChildren(...children.filter((child) => child !== undefined));
  window.scrollTo(0, 0);
  const heading = page.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

/** A line for what went wrong or goes on, read aloud when it changes. */
export function createNotice(): HTMLElement & { say(text: string, kind?: 'problem' | 'progress'): void } {
  const line = element('p', { class: 'notice', role: 'status', 'aria-live': 'assertive' });
  return Object.assign(line, {
    say(text: string, kind: 'problem' | 'progress' = 'problem') {
      line.textContent = text;
      line.dataset.kind = kind;
    },
  });
}

/** Lets the browser draw before work that may hold it up. */
export const nextFrame = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
