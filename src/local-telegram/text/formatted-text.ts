import { type Parameters, readJson, readText } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import type { MessageEntity } from '../types.ts';
import { findEntities } from './found-entities.ts';
import { parseHtml } from './html.ts';

export interface FormattedText {
  text: string;
  entities: MessageEntity[];
}

/** A text or caption with its formatting, as `parse_mode` or ready entities ask for it. */
export function readFormattedText(call: Parameters, name: string, entitiesName: string): FormattedText {
  const source = readText(call, name) ?? '';
  const mode = readText(call, 'parse_mode') ?? '';
  if (mode.toLowerCase() === 'html') return tidy(parseHtml(source));
  if (mode) throw badRequest('unsupported parse_mode');
  const entities = readJson<MessageEntity[]>(call, entitiesName, 'entities') ?? [];
  if (!Array.isArray(entities)) throw badRequest("can't parse entities: expected an Array");
  return tidy({ text: source, entities: entities.filter((entity) => fits(entity, source)) });
}

function fits({ offset, length }: MessageEntity, text: string): boolean {
  return offset >= 0 && length > 0 && offset + length <= text.length;
}

/** Blank ends are cut off and the entities moved along. */
function tidy({ text, entities }: FormattedText): FormattedText {
  const trimmed = text.trim();
  const cut = text.length - text.trimStart().length;
  if (trimmed.length === text.length) return { text, entities: findEntities(text, entities) };
  const moved = entities.flatMap((entity) => {
    const start = Math.max(entity.offset - cut, 0);
    const end = Math.min(entity.offset + entity.length - cut, trimmed.length);
    return end > start ? [{ ...entity, offset: start, length: end - start }] : [];
  });
  return { text: trimmed, entities: findEntities(trimmed, moved) };
}
