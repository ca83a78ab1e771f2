import type { MessageEntity } from '../types.ts';
import { badEntities, byteOffset } from './bad-entities.ts';
import { decodeCharacterReferences } from './character-references.ts';
import { readTag, type Tag } from './html-tag.ts';

interface OpenTag {
  name: string;
  type: string;
  at: number;
  extra: Partial<MessageEntity>;
}

const types: Record<string, string> = {
  a: 'text_link',
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  'tg-emoji': 'custom_emoji',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};

/** Telegram's own small HTML: refuses what it refuses, in its words (td/telegram/MessageEntity.cpp, parse_html). */
export function parseHtml(source: string): { text: string; entities: MessageEntity[] } {
  let text = '';
  let at = 0;
  const open: OpenTag[] = [];
  const entities: MessageEntity[] = [];
  while (at < source.length) {
    const next = source.indexOf('<', at);
    text += decodeCharacterReferences(source.slice(at, next < 0 ? undefined : next));
    if (next < 0) break;
    const tag = readTag(source, next);
    if (tag.closing) closeTag(tag, source, open, entities, text.length);
    else open.push(openTag(tag, source, text.length));
    at = tag.end;
  }
  const last = open.at(-1);
  if (last) throw badEntities(`Can't find end tag corresponding to start tag "${last.name}"`);
  return { text, entities };
}

function openTag(tag: Tag, source: string, at: number): OpenTag {
  const type = types[tag.name];
  const where = () => `at byte offset ${byteOffset(source, tag.start)}`;
  if (!type) throw badEntities(`Unsupported start tag "${tag.name}" ${where()}`);
  if (tag.name === 'span' && tag.attributes.get('class') !== 'tg-spoiler')
    throw badEntities(`Tag "span" must have class "tg-spoiler" ${where()}`);
  return { name: tag.name, type, at, extra: extraOf(tag) };
}

function extraOf({ name, attributes }: Tag): Partial<MessageEntity> {
  const href = attributes.get('href');
  const language = attributes.get('class')?.match(/^language-(.+)/)?.[1];
  const emoji = attributes.get('emoji-id');
  if (name === 'a' && href) return { url: href };
  if (name === 'code' && language) return { language };
  if (name === 'tg-emoji' && emoji) return { custom_emoji_id: emoji };
  return name === 'blockquote' && attributes.has('expandable') ? { type: 'expandable_blockquote' } : {};
}

function closeTag(tag: Tag, source: string, open: OpenTag[], entities: MessageEntity[], end: number): void {
  const where = `at byte offset ${byteOffset(source, tag.start)}`;
  const started = open.pop();
  if (!started) throw badEntities(`Unexpected end tag ${where}`);
  if (tag.name && tag.name !== started.name)
    throw badEntities(`Unmatched end tag ${where}, expected "</${started.name}>", found "</${tag.name}>"`);
  const length = end - started.at;
  const isLink = started.type === 'text_link';
  if (length === 0 || (isLink && !started.extra.url)) return;
  const inner = entities.at(-1);
  if (started.type === 'pre' && inner?.type === 'code' && inner.offset === started.at && inner.length === length) {
    // <pre><code class="language-x"> is one block with a language
    inner.type = 'pre';
    return;
  }
  if (started.type === 'code') entities.push({ type: 'code', offset: started.at, length, ...started.extra });
  else entities.push({ type: started.type, offset: started.at, length, ...started.extra });
}
