import type { Bytes } from './der.ts';

export interface NamedFile {
  readonly name: string;
  readonly bytes: Bytes;
}
