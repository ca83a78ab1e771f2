import type { Letter } from './letter.ts';

export type Sending =
  | { readonly sent: true }
  | { readonly because: string; readonly permanent: boolean; readonly ofAddress: boolean };

/** Puts a letter into words and hands it to an SMTP server. */
export interface Mailer {
  /**
   * `id` becomes the Message-ID, so that a letter sent twice because of a crash is recognised as one. `permanent`: repeating
   * will not help; `ofAddress`: because of the address, such as one that does not exist, or whose mailbox is full. `because` is
   * a reply code or a network error's code, never an address. Never throws for what a server or a network does;
   * rejects when it is closed meanwhile.
   */
  send(letter: Letter, envelope: { readonly id: string; readonly form?: Uint8Array | undefined }): Promise<Sending>;
  close(): Promise<void>;
}
