// What an applicant sends besides words goes to the staff only when it could be looked into, and nothing was found.
import { ReadersBusy, type SupportParts } from './parts.ts';
import type { Content } from './read-message.ts';
import { type FileRefusal, isOwnForm, judgeFile, MAX_FILE_BYTES } from './refuse-file.ts';

/** undefined: it may be passed on. */
export type Refusal = FileRefusal | 'not-fetched' | undefined;

export async function refuseContent(
  { download, look }: Pick<SupportParts, 'download' | 'look'>,
  content: Content,
  chatId: number,
): Promise<Refusal> {
  if (content.kind === 'text') return undefined;
  if (!content.file) return 'unreadable';
  const { file_id: id, file_name: name = '', file_size: size = 0 } = content.file;
  if (size > MAX_FILE_BYTES) return 'too-large';
  if (isOwnForm(name)) return 'form';
  const bytes = await download(id).catch(() => undefined);
  if (!bytes) return 'not-fetched';
  const judged = judgeFile(name, bytes);
  if (judged === 'pass-on') return undefined;
  if (judged !== 'look') return judged;
  // Not as `owner` of what the conversation has read for the same chat: going on there ends nothing here.
  const looked = await look?.(`support:${chatId}`, bytes);
  if (!looked) return 'unreadable';
  if ('value' in looked) return looked.value === 'nothing' ? undefined : looked.value;
  if (looked.because === 'busy' || looked.because === 'stopped') throw new ReadersBusy();
  return 'unreadable';
}
