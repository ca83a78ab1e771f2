// What the embedded authority has signed, one file per serial: the first to be written stands, for ever.
import { randomUUID } from 'node:crypto';
import { constants, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface IssuedRegister {
  /** PEM. */
  find(serial: string): Promise<string | undefined>;
  /** Gives back what stands: the given certificate, or the one written before it under that serial. */
  add(serial: string, certificate: string): Promise<string>;
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
const exists = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

/** On the disk when it has been written: each call of its own queues behind signatures for one of node's four threads. */
const WRITE_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_DSYNC;

/** The folder is nearly always there. */
const writeNew = (path: string, content: string) =>
  writeFile(path, content, { flag: WRITE_NEW }).catch(async (error: unknown) => {
    if (!isMissing(error)) throw error;
    await mkdir(dirname(path), { recursive: true });
    return writeFile(path, content, { flag: WRITE_NEW });
  });

export function openIssuedRegister(directory: string): IssuedRegister {
  const pathOf = (serial: string) => {
    if (!/^[0-9a-f]{16,40}$/.test(serial)) throw new Error('not a serial');
    return join(directory, serial.slice(0, 2), `${serial}.crt`); // a folder of a million files is slow in many tools
  };
  const find = (serial: string) =>
    readFile(pathOf(serial), 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
  return {
    find,
    add: async (serial, certificate) => {
      const path = pathOf(serial);
      const unfinished = `${path}.${randomUUID()}`;
      try {
        await writeNew(unfinished, certificate);
        await link(unfinished, path);
        return certificate;
      } catch (error) {
        if (!exists(error)) throw error;
        return readFile(path, 'utf8');
      } finally {
        await unlink(unfinished).catch(() => undefined);
      }
    },
  };
}
