import { z } from 'zod';
import type { PersonName } from '../../domain/person-name.ts';
import { type People, PeopleUnavailable } from './people.ts';

export interface HttpPeopleOptions {
  /** The whole address that is posted to (`PEOPLE_URL`). */
  readonly url: string;
  readonly token: string;
  /** Milliseconds for the whole exchange; 3 s when left out. */
  readonly timeLimit?: number;
}

const DEFAULT_TIME_LIMIT_MS = 3_000;
const MAX_ANSWER_BYTES = 4_096;

const part = z
  .string()
  .max(200)
  .regex(/^\P{Cc}*$/u)
  .nullable()
  .transform((text) => text?.trim() || null);
const answerSchema = z.object({
  person: z
    .object({ surname: part, givenName: part, patronymic: part })
    .refine((name) => Object.values(name).some((each) => each !== null))
    .nullable(),
});

/**
 * Asks a service with `POST <url>`, `{"iin":"..."}` and a bearer token; the IIN is in the body because addresses end up in logs.
 * The service answers 200 with `{"person":{"surname":...,"givenName":...,"patronymic":...}}`, each a text or null, or with
 * `{"person":null}`. A 404 is a wrong address, not an unknown person.
 */
export function createHttpPeople({ url, token, timeLimit = DEFAULT_TIME_LIMIT_MS }: HttpPeopleOptions): People {
  const ask = async (iin: string): Promise<PersonName | undefined> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ iin }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeLimit),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new PeopleUnavailable(`answered with status ${response.status}`);
    }
    const answer = answerSchema.safeParse(JSON.parse(await readCapped(response)));
    if (!answer.success) throw new PeopleUnavailable('answered in a shape that is not agreed');
    return answer.data.person ?? undefined;
  };
  return {
    find: (iin) =>
      ask(iin).catch((error: unknown) => {
        if (error instanceof PeopleUnavailable) throw error;
        throw new PeopleUnavailable(`no answer: ${(error as Error).name}`);
      }),
  };
}

async function readCapped({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new PeopleUnavailable('answered with too many bytes');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
