import type { Translate } from '../../messages/messages.ts';
import type { SecretFiles } from '../conversation/chat-keys.ts';
import { BotApiError } from '../inbox/bot-api.ts';
import type { SendNow } from '../inbox/send.ts';
import { chatOf } from './handle-event.ts';
import type { Download } from './read-update.ts';

export function createSecretFiles({
  sendNow,
  download,
  translate,
}: {
  readonly sendNow: SendNow;
  readonly download: Download;
  readonly translate: Translate;
}): SecretFiles {
  return {
    async send(owner, { name, bytes, caption, language, isForUs }) {
      const sent = await sendNow({
        method: 'sendDocument',
        params: {
          chat_id: chatOf(owner),
          caption: translate(caption, language, 'html'),
          parse_mode: 'HTML',
          ...(isForUs && { protect_content: true }),
        },
        files: [{ field: 'document', name, bytes }],
      });
      return sent.to === 'accept' ? fileIdOf(sent.result) : undefined;
    },
    async fetch(fileId) {
      try {
        return { value: await download(fileId) };
      } catch (error) {
        return { because: error instanceof BotApiError && error.code === 400 ? 'gone' : 'not-fetched' };
      }
    },
  };
}

function fileIdOf(result: unknown): string | undefined {
  const id = (result as { document?: { file_id?: unknown } } | undefined)?.document?.file_id;
  return typeof id === 'string' ? id : undefined;
}
