// `/stats`: the figures for the staff, as a picture and a table. Counts and moments only; nobody can be told from them.
import { z } from 'zod';
import { type Clock, calendarDay } from '../../domain/clock.ts';
import { message } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';
import type { Sheet } from '../charts/sheet.ts';
import type { StepName } from '../conversation/answers.ts';
import type { ChatEvent, TurnTools } from '../inbox/chat-event.ts';
import type { Route, RoutedChat, RouteTurn } from '../inbox/routes.ts';
import type { StaffAudit } from '../staff/audit.ts';
import type { Guard } from '../staff/guard.ts';
import { readerLanguage } from '../staff/heard.ts';
import { chatSchema, commandOf, personSchema } from '../telegram/update.ts';
import type { FigureBooks } from './figures.ts';
import { figuresCsv } from './stats-csv.ts';
import { statsSheet } from './stats-sheet.ts';

export interface StatsParts {
  readonly books: FigureBooks;
  readonly guard: Guard;
  readonly audit: StaffAudit;
  readonly draw: (sheet: Sheet) => Promise<Uint8Array>;
  readonly translate: Translate;
  readonly clock: Clock;
  /** In the order in which they are asked. */
  readonly steps: readonly StepName[];
  /** Besides private chats, where the command is heard. */
  readonly groupId: number | undefined;
}

const DAYS = 14;
const MOST_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

const update = z.object({
  message: z.object({
    message_id: z.int(),
    chat: chatSchema,
    from: personSchema,
    text: z.string(),
    message_thread_id: z.int().optional(),
    forward_origin: z.unknown().optional(),
  }),
});
type Said = z.infer<typeof update>['message'];

export function createStats(parts: StatsParts): Route {
  const { books, guard, audit, draw, translate, clock, steps, groupId } = parts;

  async function show(said: Said, wanted: string, { state }: RoutedChat, { hurry }: TurnTools): Promise<RouteTurn> {
    const days = Math.min(MOST_DAYS, Math.max(1, Number(wanted || DAYS)));
    const language = readerLanguage(state, said.from.language_code);
    const to = { chat_id: said.chat.id, ...threadOf(said) };
    hurry({
      method: 'sendChatAction',
      params: { ...to, action: 'upload_photo' },
      repeatable: true,
      ignoreRefusal: true,
    });
    const now = clock();
    const last = calendarDay(now);
    const figures = await books.read(calendarDay(new Date(now.getTime() - (days - 1) * DAY_MS)), last);
    const picture = await draw(statsSheet(figures, steps, translate, language));
    const table = Buffer.from(figuresCsv(figures));
    const caption = (words: ReturnType<typeof message>) => translate(words, language, 'plain');
    return {
      effects: [
        {
          method: 'sendPhoto',
          params: { ...to, caption: caption(message('stats.usage')) },
          files: [{ field: 'photo', name: 'stats.png', bytes: picture }],
        },
        {
          method: 'sendDocument',
          params: { ...to, caption: caption(message('stats.csv')) },
          files: [{ field: 'document', name: `stats-${last}.csv`, bytes: table }],
        },
      ],
    };
  }

  async function take(event: ChatEvent, said: Said, wanted: string, chat: RoutedChat, tools: TurnTools) {
    const isPrivate = said.chat.type === 'private';
    if (!isPrivate && said.chat.id !== groupId) return undefined;
    const isForwarded = said.forward_origin !== undefined;
    const attempt = { userId: said.from.id, duty: 'see-figures', what: 'stats', key: event.key } as const;
    const member = isForwarded ? undefined : await guard(attempt);
    if (member) return show(said, wanted, chat, tools);
    if (isForwarded) {
      await audit.record({ key: event.key, actor: said.from.id, action: 'refused', detail: 'stats-forwarded' });
    }
    // In private it is then as unknown as any other command.
    return isPrivate ? undefined : { effects: [] };
  }

  return {
    name: 'stats',
    async take(event, chat, tools) {
      if (event.kind !== 'telegram') return undefined;
      const said = update.safeParse(event.payload).data?.message;
      const command = said && commandOf(said);
      const isOurs = command?.name === 'stats' && /^\d{0,3}$/.test(command.argument);
      return said && isOurs ? take(event, said, command.argument, chat, tools) : undefined;
    },
  };
}

const threadOf = ({ message_thread_id }: Said) => (message_thread_id === undefined ? {} : { message_thread_id });
