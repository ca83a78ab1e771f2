import type { NamedFile } from '../certificate-files/named-file.ts';
import { element } from './dom.ts';

/** A link that saves the file. Its bytes stay in the browser: the address is a `blob:` of this page. */
export function saveLink(file: NamedFile, label: string, kind: 'primary' | 'secondary'): HTMLAnchorElement {
  const type = 'application/octet-stream'; // so that no phone opens it instead of saving it
  const href = URL.createObjectURL(new Blob([file.bytes], { type }));
  return element('a', { href, download: file.name, class: `button ${kind}` }, label);
}
