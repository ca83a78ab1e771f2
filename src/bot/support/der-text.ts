// What stands in DER (X.690), without the tags and lengths between, which look like digits.
import { type Element, readChildren } from '../../csr/der.ts';

const OCTETS = 0x04;
const CONSTRUCTED = 0x20;

/** A line for each element that holds no others; all of it as one where it is no DER. */
export function textInDer(bytes: Uint8Array): string {
  const lines: string[] = [];
  const pending: (readonly Element[])[] = [elementsOf(bytes) ?? [{ tag: OCTETS, raw: bytes, content: bytes }]];
  for (let elements = pending.pop(); elements; elements = pending.pop()) {
    for (const element of elements) {
      // Extensions are DER within octets.
      const isWrapping = (element.tag & CONSTRUCTED) !== 0 || element.tag === OCTETS;
      const inner = isWrapping && element.content !== bytes ? elementsOf(element.content) : undefined;
      if (inner) pending.push(inner);
      else lines.push(Buffer.from(element.content).toString('latin1'));
    }
  }
  return lines.join('\n');
}

function elementsOf(content: Uint8Array): readonly Element[] | undefined {
  try {
    return readChildren({ tag: CONSTRUCTED, raw: content, content });
  } catch {
    return undefined;
  }
}
