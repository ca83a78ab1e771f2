import type { MessageEntity } from '../types.ts';

const patterns: [string, RegExp][] = [
  ['bot_command', /(?<![\w/])\/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])/g],
  [
    'url',
    /(?<![\w@.])(?:https?:\/\/[^\s<>"]+[^\s<>".,;:!?)»]|(?:[a-z0-9-]+\.)+(?:kz|com|org|net|ru)(?![\w.-]*@)(?:\/[^\s<>"]*)?(?!\w))/giu,
  ],
  ['email', /(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,24}/gi],
  ['mention', /(?<![\w@/.])@[A-Za-z]\w{3,31}/g],
  ['hashtag', /(?<![\w&])#[\p{L}_][\p{L}\d_]*/gu],
];

const hints = /[/.@#]/;

/** What Telegram marks by itself: commands, links, addresses. Parts that are marked already stay untouched. */
export function findEntities(text: string, given: readonly MessageEntity[]): MessageEntity[] {
  if (!hints.test(text)) return [...given].sort(byPlace);
  const found = [...given];
  for (const [type, pattern] of patterns)
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length };
      if (!found.some((other) => overlaps(entity, other))) found.push(entity);
    }
  return found.sort(byPlace);
}

/** The outer one first, as Telegram lists them. */
function byPlace(one: MessageEntity, other: MessageEntity): number {
  return one.offset - other.offset || other.length - one.length;
}

function overlaps(one: MessageEntity, other: MessageEntity): boolean {
  return one.offset < other.offset + other.length && other.offset < one.offset + one.length;
}
