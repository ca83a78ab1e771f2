// What a turn wants to be seen in the chat, free of Telegram's types.
import type { Words } from '../../messages/message.ts';
import type { Press } from './press.ts';

export type Button =
  | { readonly label: Words; readonly press: Press }
  | { readonly label: Words; readonly copy: string }
  | { readonly label: Words; readonly url: string };

/** A message: paragraphs (a list is one paragraph of several lines), rows of buttons, perhaps a picture above. */
export interface Screen {
  readonly text: readonly (Words | readonly Words[])[];
  readonly buttons: readonly (readonly Button[])[];
  readonly picture?: Uint8Array;
}

export type Output =
  /** The message that the chat goes on with; `inPlace` where it may take the place of the one that was pressed. */
  | { readonly show: 'screen'; readonly screen: Screen; readonly inPlace: boolean }
  /** The former screen loses its buttons, and shows `text` instead of its own where one is given. */
  | { readonly show: 'settle'; readonly hasPicture: boolean; readonly text?: Screen['text'] }
  /** A message aside, which does not take over from the current screen. */
  | { readonly show: 'notice'; readonly screen: Screen }
  | {
      readonly show: 'file';
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly caption?: Words;
      readonly buttons?: readonly (readonly Button[])[];
      readonly as?: 'photo';
    }
  /** The few words that appear over the chat when a button was pressed. */
  | { readonly show: 'toast'; readonly text: Words; readonly alert?: true }
  /** Takes the person's own message, which holds a secret, out of the chat. */
  | { readonly show: 'nothing-of-it' };
