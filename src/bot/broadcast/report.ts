// What became of a broadcast: a picture for the eye, and a table that names nobody.
import type { Language } from '../../domain/language.ts';
import { message } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';
import { drawSheet } from '../charts/charts.ts';
import type { Bar } from '../charts/sheet.ts';
import type { Effect } from '../inbox/chat-event.ts';
import { type Broadcast, type Counts, type RecipientState, recipientStates } from './broadcast.ts';
import { countWords } from './broadcast-screens.ts';
import type { BroadcastStore } from './broadcast-store.ts';

export interface ReportParts {
  readonly store: Pick<BroadcastStore, 'counts' | 'recipients'>;
  readonly translate: Translate;
  /** As in the log: tells chats apart without naming them. */
  readonly hashChat: (chatId: number) => string;
}

const tones: Readonly<Record<RecipientState, NonNullable<Bar['tone']>>> = {
  sent: 'green',
  blocked: 'grey',
  gone: 'grey',
  failed: 'red',
  unknown: 'amber',
  pending: 'blue',
  sending: 'blue',
};
const ROWS_AT_ONCE = 5_000;

export async function reportEffects(
  parts: ReportParts,
  broadcast: Broadcast,
  chatId: number,
  language: Language,
): Promise<readonly Effect[]> {
  const { store, translate } = parts;
  const counts = await store.counts(broadcast.id);
  const [picture, table] = await Promise.all([
    drawReport(broadcast, counts, language, translate),
    tableOf(parts, broadcast.id),
  ]);
  const caption = translate(
    message('broadcast.report-caption', { id: broadcast.id, total: broadcast.total }),
    language,
    'plain',
  );
  return [
    {
      method: 'sendPhoto',
      params: { chat_id: chatId, caption },
      files: [{ field: 'photo', name: 'report.png', bytes: picture }],
    },
    {
      method: 'sendDocument',
      params: { chat_id: chatId },
      files: [{ field: 'document', name: `broadcast-${broadcast.id}.csv`, bytes: table }],
    },
  ];
}

function drawReport(
  { id, total, startedAt, endedAt }: Broadcast,
  counts: Counts,
  language: Language,
  translate: Translate,
) {
  const plain = (...args: Parameters<typeof message>) => translate(message(...args), language, 'plain');
  const share = (number: number) => (total === 0 ? '' : `${((number / total) * 100).toFixed(1)} %`);
  const minutes = startedAt && endedAt ? Math.ceil((endedAt.getTime() - startedAt.getTime()) / 60_000) : 0;
  return drawSheet({
    title: plain('broadcast.report-title', { id }),
    ...(startedAt && { subtitle: plain('broadcast.report-subtitle', { at: startedAt, count: minutes }) }),
    blocks: [
      {
        kind: 'tiles',
        tiles: [
          { label: plain('broadcast.report-total'), value: String(total), tone: 'blue' },
          { label: plain('broadcast.state-sent'), value: share(counts.sent), tone: 'green' },
          { label: plain('broadcast.state-unknown'), value: String(counts.unknown), tone: 'amber' },
        ],
      },
      {
        kind: 'bars',
        title: plain('broadcast.report-bars'),
        bars: recipientStates
          .filter((state) => state !== 'sending' && (counts[state] > 0 || state === 'sent'))
          .map((state) => ({
            label: translate(countWords(state), language, 'plain'),
            value: counts[state],
            tone: tones[state],
            note: share(counts[state]),
          })),
      },
    ],
  });
}

/** Read in pieces, and kept as bytes, so that a large one takes little more than its own size. */
async function tableOf({ store, hashChat }: ReportParts, id: number): Promise<Uint8Array> {
  const pieces = [Buffer.from('chat,state,time\n')];
  for (let after = 0; ; ) {
    const rows = await store.recipients(id, after, ROWS_AT_ONCE);
    const lines = rows.map(({ chatId, state, at }) => `${hashChat(chatId)},${state},${at?.toISOString() ?? ''}\n`);
    pieces.push(Buffer.from(lines.join('')));
    after = rows.at(-1)?.chatId ?? after;
    if (rows.length < ROWS_AT_ONCE) return Buffer.concat(pieces);
  }
}
