// From a Telegram update to what happened in the chat, in the conversation's own words.
import { readPress } from '../conversation/press.ts';
import type { ReceivedFile } from '../conversation/step.ts';
import type { Happening } from '../conversation/turn.ts';
import { commandOf, serviceFields, type Update } from './update.ts';

export interface Heard {
  readonly happening: Happening;
  readonly appLanguage: string | undefined;
  /** To answer the button with. */
  readonly callbackId?: string;
  /** The message that was pressed, or the person's own. */
  readonly messageId: number;
}

export type Download = (fileId: string, maxBytes?: number) => Promise<Uint8Array>;

/** Nobody has more to say to a command, deep links included. */
const MAX_ARGUMENT = 64;

/** undefined for what is none of our business: groups, channels, other bots, service messages. */
export function readUpdate({ message, callback_query: query }: Update, download: Download): Heard | undefined {
  if (query) {
    if (query.message?.chat.type !== 'private') return undefined;
    return {
      happening: { kind: 'press', press: query.data === undefined ? undefined : readPress(query.data) },
      appLanguage: query.from.language_code,
      callbackId: query.id,
      messageId: query.message.message_id,
    };
  }
  if (message?.chat.type !== 'private' || message.from?.is_bot || isService(message)) return undefined;
  const happening = readMessage(message, download);
  return { happening, appLanguage: message.from?.language_code, messageId: message.message_id };
}

/** What Telegram tells of the chat itself: nobody has said anything. */
const isService = (message: object): boolean => serviceFields.some((name) => name in message);

function readMessage(message: NonNullable<Update['message']>, download: Download): Happening {
  const { text, document } = message;
  if (text !== undefined) {
    const command = commandOf(message);
    return command
      ? { kind: 'command', ...command, argument: command.argument.slice(0, MAX_ARGUMENT) }
      : { kind: 'text', text };
  }
  // Telegram names an animation a document too.
  if (message.video ?? message.video_note ?? message.animation) return { kind: 'other', sort: 'video' };
  if (document) return { kind: 'file', file: fileOf(document, download) };
  // The sizes come from the smallest to the largest.
  const photo = message.photo?.at(-1);
  if (photo) return { kind: 'photo', file: fileOf(photo, download) };
  return { kind: 'other', sort: message.sticker ? 'sticker' : 'other' };
}

const fileOf = (
  document: { file_id: string; file_name?: string | undefined; file_size?: number | undefined },
  download: Download,
): ReceivedFile => ({
  id: document.file_id,
  name: document.file_name ?? '',
  size: document.file_size ?? 0,
  bytes: (maxBytes) => download(document.file_id, maxBytes),
});
