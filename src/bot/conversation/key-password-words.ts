import type { KeyPasswordRefused } from '../../domain/key-password.ts';
import { type Message, message } from '../../messages/message.ts';

/** Without the character that is not allowed: nothing of a password is repeated in the chat. */
export const wordsFor = ({ because }: KeyPasswordRefused): Message => message(`chat-key.${because}`);
