// What the embedded authority has signed, one file per serial: the first to be written stands, for ever. Certificates that are
// signed at the same time are written together, so that the disk is waited for once.
import { randomUUID } from 'node:crypto';
import { closeSync, constants, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { batch } from '../../database/batch.ts';

export interface IssuedRegister {
  /** PEM. */
  find(serial: string): Promise<string | undefined>;
  /** Gives back what stands: the given certificate, or the one written before it under that serial. */
  add(serial: string, certificate: string): Promise<string>;
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
const exists = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

/** On the disk when it has been written. */
const WRITE_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_DSYNC;
/** The one call that waits for the disk. The others are done at once, for each would queue behind signatures for one of node's four threads. */
const writeToDisk = promisify(writeFile);
/** Certificates in one file. */
const MOST = 50;

/** The folder is nearly always there. */
function withFolder<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    if (!isMissing(error)) throw error;
    mkdirSync(dirname(path), { recursive: true });
    return write();
  }
}

interface Entry {
  readonly serial: string;
  /** PEM. */
  readonly certificate: string;
}

export function openIssuedRegister(directory: string): IssuedRegister {
  const pathOf = (serial: string) => {
    if (!/^[0-9a-f]{16,40}$/.test(serial)) throw new Error('not a serial');
    return join(directory, serial.slice(0, 2), `${serial}.crt`); // a folder of a million files is slow in many tools
  };
  const find = async (serial: string) => {
    try {
      return entryIn(await readFile(pathOf(serial), 'utf8'), serial);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };

  /** Under its serial the file of the whole round, unless there is one already. */
  const stand = (round: string, { serial, certificate }: Entry): string => {
    const path = pathOf(serial);
    try {
      withFolder(path, () => linkSync(round, path));
      return certificate;
    } catch (error) {
      if (!exists(error)) throw error;
      return entryIn(readFileSync(path, 'utf8'), serial);
    }
  };

  const addAll = async (entries: readonly Entry[]): Promise<readonly PromiseSettledResult<string>[]> => {
    const round = join(directory, `${randomUUID()}.unfinished`);
    const file = withFolder(round, () => openSync(round, WRITE_NEW));
    try {
      await writeToDisk(file, entries.map(withTitle).join(''));
      return await Promise.allSettled(entries.map(async (entry) => stand(round, entry)));
    } finally {
      closeSync(file);
      rmSync(round, { force: true });
    }
  };
  const add = batch(addAll, MOST);

  return {
    find,
    add: async (serial, certificate) => {
      pathOf(serial);
      const added = await add({ serial, certificate });
      if (added.status === 'rejected') throw added.reason;
      return added.value;
    },
  };
}

/** Text that PEM readers pass over (RFC 7468, 2). */
const titleOf = (serial: string) => `serial ${serial}\n`;
const withTitle = ({ serial, certificate }: Entry) => titleOf(serial) + certificate;

/** Of two under one serial in the same round the first stands. A file without titles has one certificate. */
function entryIn(content: string, serial: string): string {
  if (!content.startsWith('serial ')) return content;
  const [, found] = content.split(titleOf(serial));
  if (found === undefined) throw new Error('a file of the register without its certificate');
  return found.split('serial ')[0] as string;
}
