import type { BotApi } from '../inbox/bot-api.ts';
import type { Download } from './read-update.ts';

const TIME_LIMIT_MS = 15_000;

/**
 * Fetches a file that a person sent, at most `maxBytes` of it unless another limit is given: the size that Telegram tells is not
 * relied on. Throws when there is none or it is larger; no error names the address, since the token is part of it.
 */
export function createDownload(
  api: BotApi,
  { apiRoot, token }: { apiRoot: string; token: string },
  maxBytes: number,
): Download {
  return async (fileId, limit = maxBytes) => {
    const file = (await api.call('getFile', { file_id: fileId })) as { file_path?: unknown };
    if (typeof file.file_path !== 'string' || file.file_path.includes('..')) throw new Error('Telegram gave no file');
    const address = new URL(`${apiRoot}/file/bot${token}/${file.file_path}`);
    const response = await fetch(address, { signal: AbortSignal.timeout(TIME_LIMIT_MS), redirect: 'error' }).catch(
      () => undefined,
    );
    if (!response?.ok || !response.body) throw new Error('Telegram did not give the file');
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > limit) throw new Error('the file is larger than Telegram said');
      parts.push(part);
    }
    return Buffer.concat(parts);
  };
}
