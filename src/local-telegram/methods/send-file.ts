import { type Parameters, readText } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import type { FileRecord, Files } from '../state/files.ts';
import type { ChatMessage, Document, PhotoSize, Upload } from '../types.ts';
import type { World } from '../world.ts';
import { findOpenRoom } from './chats.ts';
import type { Method } from './method.ts';
import { readCaption, sendToRoom } from './send-message.ts';

const largestPhoto = 10 * 1024 * 1024;

export const sendDocument: Method = (call, world) => {
  const room = findOpenRoom(call, world);
  const caption = readCaption(call);
  const file = readFile(call, world, 'document', keepDocument);
  return sendToRoom(call, world, room, { document: asDocument(file), ...caption });
};

export const sendPhoto: Method = (call, world) => {
  const room = findOpenRoom(call, world);
  const caption = readCaption(call);
  const file = readFile(call, world, 'photo', keepPhoto);
  if (file.kind !== 'photos') throw badRequest("can't use file of type Document as Photo");
  return sendToRoom(call, world, room, { photo: asPhoto(file), ...caption });
};

/** An upload under the parameter's name or `attach://`, or the id of a file the server knows. */
function readFile(
  call: Parameters,
  world: World,
  name: string,
  keep: (files: Files, upload: Upload) => FileRecord,
): FileRecord {
  const given = readText(call, name);
  const upload = call.files.get(given?.startsWith('attach://') ? given.slice(9) : name);
  if (upload) return keep(world.files, upload);
  if (!given || given.startsWith('attach://')) throw badRequest(`there is no ${name} in the request`);
  if (/^https?:\/\//i.test(given)) throw badRequest('failed to get HTTP URL content');
  const file = world.files.byId(given);
  if (!file) throw badRequest('wrong file identifier/HTTP URL specified');
  return file;
}

export function keepDocument(files: Files, upload: Upload): FileRecord {
  if (upload.bytes.length === 0) throw badRequest('file must be non-empty');
  return files.keep('documents', upload);
}

export function keepPhoto(files: Files, upload: Upload): FileRecord {
  const { length } = upload.bytes;
  if (length === 0) throw badRequest('file must be non-empty');
  if (length > largestPhoto)
    throw badRequest(`file of size ${length} bytes is too big for a photo; the maximum size is ${largestPhoto} bytes`);
  const file = files.keep('photos', upload);
  if (!file.image) throw badRequest('IMAGE_PROCESS_FAILED');
  const { width, height } = file.image;
  if (width + height > 10_000 || Math.max(width, height) > 20 * Math.min(width, height))
    throw badRequest('PHOTO_INVALID_DIMENSIONS');
  return file;
}

export function asDocument(file: FileRecord): Document {
  return {
    ...(file.name && { file_name: file.name }),
    ...(file.type && { mime_type: file.type }),
    file_id: file.id,
    file_unique_id: file.uniqueId,
    file_size: file.size,
  };
}

/** One size: the server does not scale pictures. */
export function asPhoto(file: FileRecord): PhotoSize[] {
  const { width, height } = file.image ?? { width: 0, height: 0 };
  return [{ file_id: file.id, file_unique_id: file.uniqueId, file_size: file.size, width, height }];
}

/** The parts of a message that copyMessage and forwardMessage take along. */
export function contentOf({ text, entities, caption, caption_entities, photo, document }: ChatMessage) {
  return {
    ...(text && { text }),
    ...(entities && { entities }),
    ...(photo && { photo }),
    ...(document && { document }),
    ...(caption && { caption }),
    ...(caption_entities && { caption_entities }),
  };
}
