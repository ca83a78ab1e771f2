export type FileEnding = 'key' | 'open.key' | 'crt' | 'fullchain.pem' | 'chain.pem' | 'cer' | 'p12' | 'jks';

/** `<domain>.<ending>` in ASCII, as servers and their configuration files want it: `*.бал.kz` gives `_wildcard.xn--80ab5a.kz.crt`. */
export function fileName(domain: string, ending: FileEnding): string {
  const wildcard = domain.startsWith('*.');
  // The URL parser is what browsers and Node have in common for xn-- names.
  const { hostname } = new URL(`http://${wildcard ? domain.slice(2) : domain}`);
  return `${wildcard ? '_wildcard.' : ''}${hostname}.${ending}`;
}
