import type { Mailer } from './applications/mailer.ts';

/** Until mail is there. */
export const createMailer = (_smtpUrl: string): Mailer => ({
  send: async () => ({ sent: true }),
  close: async () => undefined,
});
export const startMailbox = async (): Promise<{ smtpUrl: string; close(): Promise<void> }> => ({
  smtpUrl: 'smtp://127.0.0.1:1',
  close: async () => undefined,
});
