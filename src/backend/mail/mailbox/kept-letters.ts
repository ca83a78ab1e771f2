import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';

export interface KeptLetter {
  readonly id: string;
  /** As its sender wrote it, in angle brackets. */
  readonly messageId: string;
  readonly receivedAt: Date;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly content: Uint8Array }[];
}

export interface KeptLetters {
  /** On disk when it resolves. */
  add(raw: Uint8Array): Promise<KeptLetter>;
  /** The newest first. */
  list(): Promise<readonly KeptLetter[]>;
  find(id: string): Promise<KeptLetter | undefined>;
}

const MAX_LETTERS = 200;
const fileName = /^(\d{14})-[0-9a-f]{8}\.eml$/;

/** Letters as files (RFC 5322) for their owner's eyes only; of more than 200 the oldest are thrown away. */
export async function openKeptLetters(directory: string): Promise<KeptLetters> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const letters = new Map<string, Promise<KeptLetter>>();
  const names = (await readdir(directory)).filter((name) => fileName.test(name)).sort();
  for (const name of names.slice(0, -MAX_LETTERS)) await rm(join(directory, name), { force: true });
  for (const name of names.slice(-MAX_LETTERS)) {
    const id = name.slice(0, -'.eml'.length);
    letters.set(
      id,
      readFile(join(directory, name)).then((raw) => parse(id, raw)),
    );
  }
  await Promise.all(letters.values());
  let latest = 0;

  return {
    async add(raw) {
      // Letters of one millisecond keep their order.
      latest = Math.max(latest + 1, Date.now());
      const id = `${String(latest).padStart(14, '0')}-${randomBytes(4).toString('hex')}`;
      const file = join(directory, `${id}.eml`);
      await writeFile(`${file}.part`, raw, { mode: 0o600, flush: true });
      await rename(`${file}.part`, file);
      const letter = await parse(id, raw);
      letters.set(id, Promise.resolve(letter));
      for (const old of [...letters.keys()].slice(0, -MAX_LETTERS)) {
        letters.delete(old);
        await rm(join(directory, `${old}.eml`), { force: true });
      }
      return letter;
    },
    list: async () => (await Promise.all(letters.values())).reverse(),
    find: async (id) => letters.get(id),
  };
}

async function parse(id: string, raw: Uint8Array): Promise<KeptLetter> {
  const {
    from,
    to,
    subject,
    text,
    html,
    attachments,
    messageId = '',
  } = await simpleParser(Buffer.from(raw), {
    skipTextToHtml: true,
    skipImageLinks: true,
  });
  return {
    id,
    messageId,
    receivedAt: new Date(Number(id.slice(0, 14))),
    from: from?.text ?? '',
    to: [to ?? []]
      .flat()
      .map((address) => address.text)
      .join(', '),
    subject: subject ?? '',
    text: text ?? '',
    html: html || '',
    attachments: attachments.map(({ filename, contentType, content }) => ({
      name: filename ?? 'attachment',
      type: contentType,
      content,
    })),
  };
}
