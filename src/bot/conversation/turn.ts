import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Message } from '../../messages/message.ts';
import type { Conversation } from './conversation.ts';
import type { Output, Screen } from './output.ts';
import type { Press } from './press.ts';
import type { ReceivedFile, Reply } from './step.ts';

/** What happened in a chat, free of Telegram's types. */
export type Happening =
  | { readonly kind: 'command'; readonly name: string; readonly argument: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'press'; readonly press: Press | undefined }
  | { readonly kind: 'file'; readonly file: ReceivedFile }
  | { readonly kind: 'photo'; readonly file: ReceivedFile }
  /** A sticker, a voice message, a contact: nothing that is ever asked for. */
  | { readonly kind: 'other'; readonly sort: string }
  /** The key page made a key for this chat. */
  | Extract<Reply, { kind: 'made-key' }>
  /** On the key page the applicant said that the certificate is installed. */
  | { readonly kind: 'set-up'; readonly number: ApplicationNumber }
  /** `notice`: what happened although the status stays; null when it has changed. */
  | {
      readonly kind: 'status-change';
      readonly number: string;
      readonly status: string;
      readonly notice: string | null;
    }
  /** The moment has come that an earlier turn asked for. */
  | { readonly kind: 'timer' };

/** What a turn may know besides the conversation. */
export interface Surroundings {
  /** Names the applicant towards the backend, such as `telegram:1000`. */
  readonly owner: string;
  readonly now: Date;
  /** Unique to what happened, and the same again when a crash makes it happen twice. */
  readonly key: string;
  /** IETF tag of the person's app. */
  readonly appLanguage: string | undefined;
  progress(text: Message): void;
}

/** The state after what happened, and what is seen of it. */
export interface Turn {
  readonly state: Conversation;
  readonly outputs: readonly Output[];
}

export const turn = (state: Conversation, ...outputs: readonly Output[]): Turn => ({ state, outputs });

/** What `next` adds to what was already to be seen. */
export const after = (outputs: readonly Output[], next: Turn): Turn => ({
  state: next.state,
  outputs: [...outputs, ...next.outputs],
});

/** The former screen loses its buttons, and reads `text` from now on where one is given. */
export const settle = ({ hasPicture }: Conversation, text?: Screen['text']): Output => ({
  show: 'settle',
  hasPicture,
  ...(text && { text }),
});

/** A message aside: the current screen goes on. */
export const aside = (screen: Screen, state: Conversation): Turn => turn(state, { show: 'notice', screen });

/** A screen that takes over from the former one, whose buttons stop working. */
export const takeOver = (screen: Screen, state: Conversation, formerText?: Screen['text']): Turn =>
  turn({ ...state, hasPicture: false, screen: state.screen + 1 }, settle(state, formerText), {
    show: 'screen',
    screen,
    inPlace: false,
  });

/** Settles the former screen unless the next one takes its very place. */
export const settleUnlessReplaced = (former: Conversation, next: Turn, text?: Screen['text']): Turn =>
  next.outputs.some((output) => output.show === 'screen' && output.inPlace)
    ? next
    : after([settle(former, text)], next);
