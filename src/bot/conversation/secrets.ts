// Where a person types a password: that message leaves the chat, and no memory, set-aside event or log ever has it.
import type { Conversation } from './conversation.ts';
import type { Flow } from './flow.ts';

export const expectsSecret = (flow: Flow, { place, asked }: Conversation): boolean =>
  place === 'key-password' || (place === 'question' && flow.some(({ name, secret }) => secret && name === asked));
