import { badEntities, byteOffset } from './bad-entities.ts';
import { decodeCharacterReferences } from './character-references.ts';

export interface Tag {
  name: string;
  closing: boolean;
  attributes: Map<string, string>;
  start: number;
  end: number;
}

const space = /\s/;

/** Reads the tag that begins with the "<" at `start`. */
export function readTag(source: string, start: number): Tag {
  const closing = source[start + 1] === '/';
  const nameStart = start + (closing ? 2 : 1);
  const nameEnd = skipWhile(source, nameStart, (char) => !space.test(char) && char !== '>');
  if (nameEnd >= source.length)
    throw badEntities(`Unclosed ${closing ? 'end' : 'start'} tag at byte offset ${byteOffset(source, start)}`);
  const name = source.slice(nameStart, nameEnd).toLowerCase();
  const tag: Tag = { name, closing, attributes: new Map(), start, end: nameEnd };
  return closing ? readClosing(source, tag) : readAttributes(source, tag);
}

function readClosing(source: string, tag: Tag): Tag {
  const end = skipWhile(source, tag.end, (char) => space.test(char));
  if (source[end] !== '>') throw badEntities(`Unclosed end tag at byte offset ${byteOffset(source, tag.start)}`);
  return { ...tag, end: end + 1 };
}

function readAttributes(source: string, tag: Tag): Tag {
  let at = tag.end;
  const where = `of the tag "${tag.name}" at byte offset ${byteOffset(source, tag.start)}`;
  for (;;) {
    at = skipWhile(source, at, (char) => space.test(char));
    if (source[at] === '>') return { ...tag, end: at + 1 };
    const nameEnd = skipWhile(source, at, (char) => !space.test(char) && char !== '=' && char !== '>');
    if (nameEnd >= source.length) throw unclosed(source, tag);
    if (nameEnd === at)
      throw badEntities(`Empty attribute name in the tag "${tag.name}" ${where.slice(where.indexOf('at byte'))}`);
    const name = source.slice(at, nameEnd).toLowerCase();
    at = skipWhile(source, nameEnd, (char) => space.test(char));
    if (source[at] !== '=') {
      // only <blockquote expandable> and its like may leave the value out
      if (tag.name !== 'blockquote') throw badEntities(`Expected equal sign in declaration of an attribute ${where}`);
      tag.attributes.set(name, '');
      continue;
    }
    const value = readValue(source, at + 1, tag);
    tag.attributes.set(name, decodeCharacterReferences(value.text));
    at = value.end;
  }
}

function readValue(source: string, from: number, tag: Tag): { text: string; end: number } {
  const start = skipWhile(source, from, (char) => space.test(char));
  const quote = source[start];
  if (quote !== '"' && quote !== "'") {
    const end = skipWhile(source, start, (char) => /[a-z0-9.-]/i.test(char));
    if (end >= source.length) throw unclosed(source, tag);
    return { text: source.slice(start, end), end };
  }
  const end = source.indexOf(quote, start + 1);
  if (end < 0) throw unclosed(source, tag);
  return { text: source.slice(start + 1, end), end: end + 1 };
}

function unclosed(source: string, tag: Tag): Error {
  return badEntities(`Unclosed start tag "${tag.name}" at byte offset ${byteOffset(source, tag.start)}`);
}

function skipWhile(source: string, from: number, isSkipped: (char: string) => boolean): number {
  let at = from;
  while (at < source.length && isSkipped(source[at] ?? '')) at++;
  return at;
}
