// Cuts a text to one of Telegram's limits without breaking it. The limits count UTF-16 units of what is read, not of the markup.

export const MAX_TEXT = 4096;
export const MAX_CAPTION = 1024;
/** What the answer to a button says. */
export const MAX_TOAST = 200;

/** `html` is ours: well-formed, tags without nesting in themselves. A tag is never cut, nor a reference such as `&amp;`. */
export function fitHtml(html: string, limit: number): string {
  const pieces = well(html).match(/<[^>]*>|&[^;\s]{1,10};|[\s\S]/gu) ?? [];
  const isTag = (piece: string) => piece.length > 1 && piece.startsWith('<');
  const lengthOf = (piece: string) => (isTag(piece) ? 0 : piece.startsWith('&') ? 1 : piece.length);
  if (pieces.reduce((sum, piece) => sum + lengthOf(piece), 0) <= limit) return pieces.join('');
  const open: string[] = [];
  let kept = '';
  let length = 0;
  for (const piece of pieces) {
    length += lengthOf(piece);
    if (length > limit - 1) break;
    if (piece.startsWith('</')) open.pop();
    else if (isTag(piece)) open.push(/^<(\w+)/.exec(piece)?.[1] ?? '');
    kept += piece;
  }
  return `${kept}…${open
    .map((name) => `</${name}>`)
    .reverse()
    .join('')}`;
}

export function fitPlain(text: string, limit: number): string {
  if (text.length <= limit) return well(text);
  return `${well(text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, ''))}…`;
}

/** Half a character, which hostile or cut text may hold, would be refused as no UTF-8. */
const well = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
