// What is said, before it is said in a language. Pure types and their constructor: this is all that the conversation imports.
import type en from '../../locales/en.json';
import type { Language } from '../domain/language.ts';

type WithoutPlural<Key extends string> = Key extends `${infer Base}_${'one' | 'few' | 'many' | 'other'}` ? Base : Key;
type KeysOf<Block> = Block extends string
  ? never
  : {
      [Key in keyof Block & string]: Block[Key] extends string ? WithoutPlural<Key> : `${Key}.${KeysOf<Block[Key]>}`;
    }[keyof Block & string];

/** Every text of the catalogue, so that the compiler finds a missing one. */
export type MessageKey = KeysOf<typeof en>;

/** The same thing named in each language: a city, say, which is not in the catalogue. */
export type Named = Readonly<Record<Language, string>>;
export type MessageValue = string | number | Date | Named | Message;

/** A text of the catalogue with what belongs into its gaps; translated at the edge. `count` chooses the plural form. */
export interface Message {
  readonly key: MessageKey;
  readonly values?: Readonly<Record<string, MessageValue>>;
}
export type Words = Message | Named;

/** What reads the same in every language: a name, a number. */
export const verbatim = (text: string): Named => ({ kk: text, ru: text, en: text });

export const message = (key: MessageKey, values?: Message['values']): Message => ({ key, ...(values && { values }) });
