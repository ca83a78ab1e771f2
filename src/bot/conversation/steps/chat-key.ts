import { z } from 'zod';
import { parseKeyPassword } from '../../../domain/key-password.ts';
import { message } from '../../../messages/message.ts';
import type { ChatKeys } from '../chat-keys.ts';
import { wordsFor } from '../key-password-words.ts';
import { step } from '../step.ts';

/** The applicant gives a password; the bot makes the key, sends it encrypted, and remembers only where Telegram has it. */
export const chatKey = ({ keyMaker, secretFiles }: ChatKeys) =>
  step({
    name: 'chat-key',
    secret: true,
    when: ({ 'key-storage': storage }) => storage === 'chat',
    stored: z.object({ pem: z.string().max(16 * 1024), key: z.string(), fileId: z.string().max(256) }),
    ask: ({ domain }) => ({ text: message('chat-key.ask', { domain: domain?.unicode ?? '' }) }),
    async parse(reply, { domain }, { owner, language, progress }) {
      if (reply.kind !== 'text') return { because: message('chat-key.type-it') };
      const password = parseKeyPassword(reply.text);
      if ('because' in password) return { because: wordsFor(password) };
      progress(message('chat-key.making'));
      const { keyFile, ...made } = await keyMaker.make(domain?.ascii ?? '', password.value);
      const caption = message('chat-key.file', { domain: domain?.unicode ?? '' });
      const fileId = await secretFiles.send(owner, { ...keyFile, caption, language, isForUs: true });
      return fileId === undefined ? { because: message('chat-key.not-sent') } : { value: { ...made, fileId } };
    },
    summary: ({ key }) => message('chat-key.summary', { key }),
  });
