// Another browser than Chromium, as little of it as the page needs: opens an address, runs a function there, goes away.
export interface Engine {
  /** Opens the address in a window of about this width, and waits until it is loaded. */
  open(url: string, width: number): Promise<void>;
  /** Runs the function in the page, which must not refer to anything outside itself; gives what it resolves to. */
  run<Given, Result>(work: (given: Given, hands: Hands) => Promise<Result>, given: Given): Promise<Result>;
  /** What the browser says of itself. */
  readonly name: string;
  close(): Promise<void>;
}

/** What a function in the page is given to work with; it runs there, so it refers to nothing of ours. */
export function createHands() {
  const saved: Blob[] = [];
  const createAddress = URL.createObjectURL;
  URL.createObjectURL = (blob: Blob) => {
    saved.push(blob);
    return createAddress.call(URL, blob);
  };
  return {
    /** What the page offers to be saved. */
    saved,
    appear: (selector: string) =>
      new Promise<HTMLElement>((resolve) => {
        const look = () => {
          const found = document.querySelector<HTMLElement>(selector);
          if (!found) return;
          observer.disconnect();
          resolve(found);
        };
        const observer = new MutationObserver(look);
        observer.observe(document, { subtree: true, childList: true, attributes: true });
        look();
      }),
    type(field: HTMLInputElement, text: string) {
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    },
    overflow: () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}
export type Hands = ReturnType<typeof createHands>;

/** Programs start in their own time; there is no event for "listens". */
export async function untilAnswers<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
