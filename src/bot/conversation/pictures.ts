// A document sent as a picture where its number could be typed. After five in a row that could not be read, typing is quicker.
import { type Message, message } from '../../messages/message.ts';
import type { Unread, Waiting } from './reading.ts';
import type { ReceivedFile, Reply } from './step.ts';

const ENOUGH = 5;

export type PictureReply = Extract<Reply, { kind: 'file' | 'photo' }>;
export const isPicture = (reply: { readonly kind: string }): reply is PictureReply =>
  reply.kind === 'file' || reply.kind === 'photo';

type Read<Value> = (file: ReceivedFile, waiting: Waiting) => Promise<{ readonly value: Value } | Unread>;

/** `memo` counts the pictures in vain, from one to the next. */
export async function readPicture<Value>(
  read: Read<Value>,
  { file }: PictureReply,
  memo: string | null | undefined,
  progress: (text: Message) => void,
): Promise<{ readonly value: Value } | { readonly because: Message; readonly memo: string }> {
  const inVain = picturesInVain(memo);
  if (inVain >= ENOUGH) return { because: message('reading.enough'), memo: inVainMemo(inVain) };
  const outcome = await read(file, (seconds) => progress(message('reading.progress', { seconds })));
  if ('value' in outcome) return outcome;
  const because = message(`reading.${outcome.because}`);
  if (isNobodysFault(outcome)) return { because, memo: inVainMemo(inVain) };
  const isLast = inVain + 1 >= ENOUGH;
  return {
    because: isLast ? message('reading.last', { because }) : because,
    memo: inVainMemo(inVain + 1),
  };
}

const isNobodysFault = ({ because }: Unread) => ['busy', 'stopped', 'not-fetched'].includes(because);

const inVainMemo = (count: number) => `in-vain:${count}`;
const picturesInVain = (memo: string | null | undefined): number => Number(/^in-vain:(\d)$/.exec(memo ?? '')?.[1] ?? 0);

/** What came instead of a picture, where a picture could have come. */
export function notAPicture(reply: Reply): Message | undefined {
  if (reply.kind !== 'other') return undefined;
  return reply.sort === 'sticker' || reply.sort === 'video' ? message(`reading.${reply.sort}`) : undefined;
}
