import type { StaffMessage } from '../../staff/heard.ts';
import type { Entity, Version } from '../broadcast.ts';

/** What a person can format. The rest Telegram finds by itself in whatever is sent. */
const FORMATTING = new Set([
  ...['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'blockquote', 'expandable_blockquote'],
  ...['code', 'pre', 'text_link', 'custom_emoji'],
]);
const KEPT = ['type', 'offset', 'length', 'url', 'language', 'custom_emoji_id'];

/** The notice as it was written: its text with its formatting, and its picture or file by Telegram's id. undefined: neither text nor file. */
export function readVersion({
  text,
  entities,
  caption = '',
  caption_entities,
  photo,
  document,
}: StaffMessage): Version | undefined {
  const largest = photo?.at(-1);
  const file = largest ?? document;
  if (file) {
    const media = { kind: largest ? 'photo' : 'document', fileId: file.file_id } as const;
    return { text: caption, entities: formatting(caption_entities), media, buttons: [] };
  }
  return text === undefined || text.trim() === '' ? undefined : { text, entities: formatting(entities), buttons: [] };
}

const formatting = (entities: readonly Entity[] = []): readonly Entity[] =>
  entities
    .filter(({ type }) => FORMATTING.has(type))
    .map((entity) => Object.fromEntries(Object.entries(entity).filter(([name]) => KEPT.includes(name))) as Entity);

const MAX_BUTTONS = 3;
const MAX_LABEL = 64;

/** One button a line: `Open the site - https://pki.gov.kz`. */
export function readButtons(
  text: string,
): { readonly value: Version['buttons'] } | { readonly because: 'buttons-form' | 'buttons-many' } {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > MAX_BUTTONS) return { because: 'buttons-many' };
  const buttons = lines.map((line) => /^(.+?)\s*[-–—|]\s*(https?:\/\/\S+)$/.exec(line.trim()));
  const value = buttons.flatMap((found) => {
    const [, label = '', url = ''] = found ?? [];
    return label.length > 0 && label.length <= MAX_LABEL && URL.canParse(url) ? [{ text: label, url }] : [];
  });
  return value.length === lines.length && value.length > 0 ? { value } : { because: 'buttons-form' };
}
