import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Upload } from '../types.ts';
import { type ImageSize, readImageSize } from './image-size.ts';
import type { Journal } from './journal.ts';

export interface FileRecord {
  id: string;
  uniqueId: string;
  kind: 'photos' | 'documents';
  name: string;
  type: string;
  size: number;
  /** As getFile answers it, for example `documents/file_12.pdf`. */
  path: string;
  image?: ImageSize;
}

export interface Files {
  keep(kind: FileRecord['kind'], upload: Upload): FileRecord;
  byId(id: string): FileRecord | undefined;
  byPath(path: string): FileRecord | undefined;
  bytes(file: FileRecord): Buffer;
}

/** Uploaded files: in memory, or in the folder `files` of the given one. */
export function createFiles(journal: Journal, nextNumber: () => number, directory: string | undefined): Files {
  const folder = directory && join(directory, 'files');
  if (folder) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const inMemory = new Map<string, Buffer>();
  const known = new Map<string, FileRecord>(journal.stored<FileRecord>('file/'));
  const byPath = new Map([...known.values()].map((file) => [file.path, file]));
  const onDisk = (file: FileRecord) => join(folder ?? '', file.path.replace('/', '-'));
  return {
    keep(kind, upload) {
      const file = describeFile(kind, upload, nextNumber());
      if (folder) writeFileSync(onDisk(file), upload.bytes, { mode: 0o600 });
      else inMemory.set(file.id, upload.bytes);
      known.set(file.id, file);
      byPath.set(file.path, file);
      journal.put(`file/${file.id}`, file);
      return file;
    },
    byId: (id) => known.get(id),
    byPath: (path) => byPath.get(path),
    bytes(file) {
      if (!folder) return inMemory.get(file.id) ?? Buffer.alloc(0);
      return existsSync(onDisk(file)) ? readFileSync(onDisk(file)) : Buffer.alloc(0);
    },
  };
}

function describeFile(kind: FileRecord['kind'], upload: Upload, number: number): FileRecord {
  const image = kind === 'photos' ? readImageSize(upload.bytes) : undefined;
  const ending = kind === 'photos' ? '.jpg' : (/\.[A-Za-z0-9]{1,10}$/.exec(upload.name)?.[0] ?? '');
  return {
    id: `${kind === 'photos' ? 'AgAC' : 'BQAC'}${randomBytes(27).toString('base64url')}`,
    uniqueId: createHash('sha256').update(upload.bytes).digest('base64url').slice(0, 15),
    kind,
    name: upload.name,
    type: upload.type,
    size: upload.bytes.length,
    path: `${kind}/file_${number}${ending}`,
    ...(image && { image }),
  };
}
