const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** Telegram knows four names and numbers; anything else stays as it is written. */
export function decodeCharacterReferences(source: string): string {
  if (!source.includes('&')) return source;
  return source.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));?/gi, (whole, hex, decimal, name) => {
    if (name) return named[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
