// By which words a ticket is found: beginnings, so that an ending or a case does not matter.
import { parseApplicationNumber } from '../../domain/application-number.ts';
import { mask } from './mask.ts';

const STEM = 5;
const SHORTEST = 3;
const MOST = 60;

/** Each once, in lower case, or an application number as a whole; nothing of an IIN or a key among them. */
export function findable(text: string): readonly string[] {
  const number = parseApplicationNumber(text);
  if (number) return [number];
  const words =
    mask(text)
      .toLowerCase()
      .match(/[\p{L}\p{Nd}]+/gu) ?? [];
  const stems = words.filter((word) => word.length >= SHORTEST).map((word) => [...word].slice(0, STEM).join(''));
  return [...new Set(stems)].slice(0, MOST);
}
