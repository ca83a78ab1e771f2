import type { Message, MessageValue } from '../../../messages/message.ts';
import type { Letter } from '../../applications/letter.ts';

/** What the gaps of the catalogue's letters are filled with. Never an IIN: a letter is read by whoever gets it. */
export type LetterValues = Readonly<
  Record<'number' | 'domain' | 'place' | 'confirmBy' | 'validTo' | 'reason', MessageValue>
>;

/** A letter as its paragraphs in order; a text that is not from the catalogue is quoted as it stands. */
export interface LetterWords {
  readonly subject: Message;
  readonly paragraphs: readonly (Message | { readonly quote: string })[];
}

export type WriteLetter = (letter: Letter, values: LetterValues) => LetterWords;
