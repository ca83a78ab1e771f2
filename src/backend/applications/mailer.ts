import type { Letter } from './letter.ts';

/** Puts a letter into words and hands it to an SMTP server. */
export interface Mailer {
  /**
   * `permanent`: repeating will not help, such as an address that does not exist. `because` is a reply code or a network
   * error's code, never an address. Never throws for what a server or a network does.
   */
  send(letter: Letter, form: Uint8Array | undefined): Promise<{ sent: true } | { because: string; permanent: boolean }>;
  close(): Promise<void>;
}
