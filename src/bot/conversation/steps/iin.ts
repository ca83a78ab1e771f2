import { z } from 'zod';
import { type Iin, maskIin, parseIin } from '../../../domain/iin.ts';
import { message } from '../../../messages/message.ts';
import type { Answers, Draft } from '../answers.ts';
import { isPicture, notAPicture, type PictureReply, readPicture } from '../pictures.ts';
import type { Reading } from '../reading.ts';
import { becauseOf } from '../refusals.ts';
import type { People } from '../services.ts';
import { type Circumstances, type Parsed, type Prompt, step } from '../step.ts';

/** Guide, step 3: "Check IIN" looks the number up in the "Individuals" database, and the name fills itself. */
export const iin = (people: People, reading?: Reading) => {
  async function lookUp(
    number: Iin,
    draft: Draft,
    { owner, progress }: Circumstances,
  ): Promise<Parsed<Answers['iin']>> {
    progress(message('iin.checking'));
    const found = await people.find(owner, number, draft['picture-code']?.pass ?? null);
    if (!('problem' in found)) return { value: { iin: number, name: found.value } };
    const because = becauseOf(found.problem);
    return found.problem.code === 'picture-pass-gone' ? { because, forget: ['picture-code'] } : { because };
  }

  /** The applicant sees what was read before anything is done with it. */
  async function suggest(
    reply: PictureReply,
    { owner, memo, progress }: Circumstances,
  ): Promise<Parsed<Answers['iin']>> {
    if (!reading) return { because: message('iin.type-it') };
    const read = await readPicture((file, waiting) => reading.card(owner, file, waiting), reply, memo, progress);
    return 'value' in read ? { again: true, memo: suggestionMemo(read.value) } : read;
  }

  return step({
    name: 'iin',
    clears: ['person'],
    stored: z.object({
      iin: z.string().refine((text): text is Iin => 'value' in parseIin(text)),
      name: z.object({
        surname: z.string().nullable(),
        givenName: z.string().nullable(),
        patronymic: z.string().nullable(),
      }),
    }),
    ask(_, { memo }) {
      const suggested = suggestion(memo);
      const text = message(reading ? 'reading.ask-iin' : 'iin.ask');
      return { ...(suggested ? askWhether(suggested) : { text }), ...(memo !== undefined && { memo }) };
    },
    async parse(reply, draft, around) {
      if (isPicture(reply)) return suggest(reply, around);
      const suggested = suggestion(around.memo);
      if (reply.kind === 'choice' && suggested) {
        return reply.code === 'yes' ? lookUp(suggested.iin, draft, around) : { again: true };
      }
      if (reply.kind !== 'text') return { because: (reading && notAPicture(reply)) ?? message('iin.type-it') };
      const parsed = parseIin(reply.text);
      if ('because' in parsed) return { because: message(`iin.${parsed.because}`) };
      return lookUp(parsed.value, draft, around);
    },
    summary: ({ iin: number }) => message('iin.summary', { iin: maskIin(number) }),
  });
};

interface Suggestion {
  readonly iin: Iin;
  readonly isProven: boolean;
}

const suggestionMemo = ({ iin: number, isProven }: Suggestion) => `read:${number}:${isProven ? 'proven' : 'compare'}`;

function suggestion(memo: string | undefined): Suggestion | undefined {
  const [, digits = '', how] = /^read:(\d{12}):(proven|compare)$/.exec(memo ?? '') ?? [];
  const parsed = parseIin(digits);
  return 'value' in parsed ? { iin: parsed.value, isProven: how === 'proven' } : undefined;
}

/** Every digit is shown where no check digit covers them all: the applicant's eyes are the only check. */
const askWhether = ({ iin: number, isProven }: Suggestion): Prompt => ({
  text: isProven
    ? message('reading.right', { iin: maskIin(number) })
    : message('reading.compare', { iin: `${number.slice(0, 6)} ${number.slice(6)}` }),
  choices: [
    { code: 'yes', label: message('reading.yes') },
    { code: 'no', label: message('reading.no') },
  ],
});
