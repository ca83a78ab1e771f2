import type { Forms } from './applications/form-requests.ts';
import type { Mailer } from './applications/mailer.ts';

/** Until forms and mail are there. */
export const createForms = (): Forms => ({ pdf: async () => new Uint8Array(), png: async () => new Uint8Array() });
export const createMailer = (_smtpUrl: string): Mailer => ({
  send: async () => ({ sent: true }),
  close: async () => undefined,
});
export const startMailbox = async (): Promise<{ smtpUrl: string; close(): Promise<void> }> => ({
  smtpUrl: 'smtp://127.0.0.1:1',
  close: async () => undefined,
});
