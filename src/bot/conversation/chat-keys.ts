// A key made by the bot, the last resort (KEYS_IN_CHAT=on): what the conversation asks of the world for it.
import type { Certificates } from '../../contract/schemas.ts';
import type { KeyPassword } from '../../domain/key-password.ts';
import type { Language } from '../../domain/language.ts';
import type { Message } from '../../messages/message.ts';

/** Makes a key, and later the file that holds key and certificate. Neither key nor password is kept, written or logged. */
export interface KeyMaker {
  /** `domain` in ASCII. `keyFile` is encrypted under the password; `pem` is the request, `key` what people call such a key. */
  make(
    domain: string,
    password: KeyPassword,
  ): Promise<{ readonly pem: string; readonly key: string; readonly keyFile: MadeFile }>;
  /** A key store under the key file's own password. */
  combine(parts: KeyStoreParts): Promise<{ readonly value: MadeFile } | { readonly because: CombineRefusal }>;
}

export interface KeyStoreParts {
  readonly keyFile: Uint8Array;
  readonly password: KeyPassword;
  readonly domain: string;
  readonly certificates: Certificates;
  readonly as: KeyStoreFormat;
}
export type CombineRefusal =
  | 'key-file-password'
  | 'key-file-wrong' // none that we made
  | 'key-other'; // not the key of this certificate

export const keyStoreFormats = ['p12', 'jks'] as const;
export type KeyStoreFormat = (typeof keyStoreFormats)[number];

export interface MadeFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Files with keys go past the outbox: what is stored to be sent again would be a copy of the key. If the program dies between
 * sending and storing the turn, the turn comes again, with another key and another file; the last one counts.
 */
export interface SecretFiles {
  /** Gives the file's id; undefined when Telegram did not take it. `isForUs`: clients neither forward nor save it. */
  send(
    owner: string,
    file: MadeFile & { readonly caption: Message; readonly language: Language; readonly isForUs: boolean },
  ): Promise<string | undefined>;
  fetch(fileId: string): Promise<{ readonly value: Uint8Array } | { readonly because: 'gone' | 'not-fetched' }>;
}

export interface ChatKeys {
  readonly keyMaker: KeyMaker;
  readonly secretFiles: SecretFiles;
}
