import { readText } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import type { Method } from './method.ts';

export const largestDownload = 20 * 1024 * 1024;

export const getFile: Method = (call, world) => {
  const id = readText(call, 'file_id');
  if (!id) throw badRequest('file_id not specified');
  const file = world.files.byId(id);
  if (!file) throw badRequest('invalid file_id');
  if (file.size > largestDownload) throw badRequest('file is too big');
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.size, file_path: file.path };
};
