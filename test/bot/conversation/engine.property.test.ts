import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Conversation } from '../../../src/bot/conversation/conversation.ts';
import { createEngine } from '../../../src/bot/conversation/engine.ts';
import { createFlow } from '../../../src/bot/conversation/flow.ts';
import type { Output } from '../../../src/bot/conversation/output.ts';
import { restoreConversation } from '../../../src/bot/conversation/restore.ts';
import type { Happening, Turn } from '../../../src/bot/conversation/turn.ts';
import { createRender } from '../../../src/bot/telegram/render.ts';
import { problem, problemCodes } from '../../../src/contract/problems.ts';
import { parseHtml } from '../../../src/local-telegram/text/html.ts';
import { validateCall } from '../../../src/local-telegram/validate.ts';
import { createTranslate } from '../../../src/messages/messages.ts';
import { createTestBackend, rightCode, type TestBackend } from '../../support/backend.ts';
import { anyHappening, anyStored } from '../../support/stored.ts';

const render = createRender(createTranslate());
const start = new Date('2026-11-22T06:00:00Z');

interface Applicant {
  readonly backend: TestBackend;
  state: Conversation;
  meets(happening: Happening): Promise<Turn>;
}

function createApplicant(stored: unknown): Applicant {
  let now = start;
  let events = 0;
  const backend = createTestBackend(() => now);
  const flow = createFlow(backend.services, { pictureCode: true });
  const engine = createEngine({
    flow,
    services: backend.services,
    buildFiles: (domain) => [{ name: `${domain}.crt`, bytes: new Uint8Array(1) }],
    draftLifetime: { days: 7 },
  });
  const self: Applicant = {
    backend,
    state: restoreConversation(flow, stored),
    async meets(happening) {
      now = new Date(now.getTime() + 60_000);
      const key = `tg:${++events}`;
      const turn = await engine(happening, self.state, {
        owner: 'telegram:1',
        now,
        key,
        appLanguage: 'en',
        progress: () => {},
      });
      self.state = restoreConversation(flow, JSON.parse(JSON.stringify(turn.state)));
      // What is stored is all there is.
      expect(self.state).toEqual(JSON.parse(JSON.stringify(turn.state)));
      expectValid(turn.outputs);
      expectSomethingToDo(turn, happening);
      return turn;
    },
  };
  return self;
}

function expectValid(outputs: readonly Output[]): void {
  for (const language of ['kk', 'ru', 'en'] as const) {
    const place = { chatId: 1, liveMessageId: 5, pressedMessageId: 5, ownMessageId: 6, callbackId: '7' };
    for (const { method, params, files = [], orElse } of render(outputs, language, place)) {
      for (const each of [{ method, params, files }, ...(orElse ? [{ files: [], ...orElse }] : [])]) {
        const uploads = new Set(each.files.map(({ field }) => field));
        expect(validateCall(each.method, { ...each.params }, { files: uploads, asText: false })).toEqual([]);
        const { text, caption } = each.params as { text?: string; caption?: string };
        if (each.params.parse_mode !== undefined) {
          const read = parseHtml(text ?? caption ?? '').text;
          expect(read.trim()).not.toBe('');
          expect(read.length).toBeLessThanOrEqual(text === undefined ? 1024 : 4096);
        }
        expect(JSON.stringify(each.params)).not.toMatch(/900101390002|851231490804/);
        expect(JSON.stringify(each.params).match(/\\ud[89a-f]/i)).toBeNull();
      }
    }
  }
}

/** After whatever a person did there is a question that takes a text, or a button. */
function expectSomethingToDo({ outputs }: Turn, { kind }: Happening): void {
  if (kind === 'timer' || kind === 'status-change') return;
  const screens = outputs.flatMap((output) =>
    output.show === 'screen' || output.show === 'notice' ? [output.screen] : [],
  );
  const settled = outputs.some(({ show }) => show === 'settle');
  // Without a new screen the former one must be left alone.
  if (screens.length === 0) expect(settled).toBe(false);
  if (settled) expect(screens.some(({ buttons }) => buttons.flat().length > 0)).toBe(true);
}

const weather = fc.record({
  down: fc.subarray(['pictures', 'people', 'regions', 'submit', 'applications'] as const),
  refuse: fc.option(
    fc.tuple(fc.constantFrom('pictures', 'people', 'submit', 'applications'), fc.constantFrom(...problemCodes)),
  ),
});

/** Happenings are drawn for the screen that is there, so that presses are mostly heard. */
const anySequence = fc.array(fc.tuple(fc.integer({ min: 0 }), fc.boolean(), fc.option(weather)), { maxLength: 25 });

async function live(applicant: Applicant, steps: readonly (readonly [number, boolean, unknown])[]): Promise<void> {
  for (const [seed, isOrdinary, change] of steps) {
    const { backend, state } = applicant;
    const { down = [], refuse = null } = (change ?? {}) as {
      down?: readonly string[];
      refuse?: [string, never] | null;
    };
    backend.down.clear();
    backend.refuse.clear();
    for (const port of down) backend.down.add(port as never);
    if (refuse) backend.refuse.set(refuse[0] as never, problem(refuse[1]));
    const [drawn] = fc.sample(anyHappening(state.screen), { seed, numRuns: 1 });
    const happening = isOrdinary ? ordinary(state) : drawn;
    if (happening) await unlessOutage(applicant, happening);
  }
}

/** The inbox tries again what the backend itself reported while it is down. */
async function unlessOutage(applicant: Applicant, happening: Happening): Promise<void> {
  try {
    await applicant.meets(happening);
  } catch (error) {
    if (happening.kind !== 'status-change' || !applicant.backend.services.isUnreachable(error)) throw error;
  }
}

/** What takes the draft one question further, so that the later ones are reached, too. */
function ordinary({ place, asked, screen, memo }: Conversation): Happening {
  const choose = (code: string): Happening => ({
    kind: 'press',
    press: { to: 'choice', step: asked ?? 'service', code, screen },
  });
  const say = (text: string): Happening => ({ kind: 'text', text });
  if (place !== 'question') return { kind: 'command', name: 'apply', argument: '' };
  switch (asked) {
    case 'picture-code':
      return say(rightCode(memo ?? ''));
    case 'iin':
      return say('900101390002');
    case 'person':
      return choose('yes');
    case 'email':
      return say('a@gmial.com');
    case 'email-check':
      return choose('likely');
    case 'region':
      return choose('KZ-10');
    case 'city':
      return choose('semey');
    case 'domain':
      return say('alatau.kz');
    case 'key-storage':
      return choose('own-csr');
    default:
      return choose('go');
  }
}

describe('whatever happens, in whatever order', () => {
  test('a new chat is never stuck, no call is invalid, no IIN is shown', async () => {
    await fc.assert(
      fc.asyncProperty(anySequence, async (steps) => {
        const applicant = createApplicant(undefined);
        await live(applicant, steps);
        if (applicant.state.place === 'question') expect(applicant.state.asked).not.toBeNull();
      }),
      { numRuns: 40 },
    );
  });

  test('neither is a chat that another version stored', async () => {
    await fc.assert(
      fc.asyncProperty(anyStored, anySequence, (stored, steps) => live(createApplicant(stored), steps.slice(0, 6))),
      { numRuns: 60 },
    );
  });

  test('the same draft submitted again and again is one application', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }), async (losses) => {
        const applicant = createApplicant(undefined);
        for (let turns = 0; applicant.state.asked !== 'csr' && turns < 20; turns++)
          await applicant.meets(ordinary(applicant.state));
        const { requestFor } = await import('../../support/certificate-requests.ts');
        await applicant.meets({ kind: 'text', text: requestFor('alatau.kz').pem });
        for (const loss of losses) {
          applicant.backend.loseNextAnswer = loss;
          if (applicant.state.unanswered) await applicant.meets({ kind: 'press', press: { to: 'go', where: 'retry' } });
          else if (applicant.state.asked === 'review') await applicant.meets(ordinary(applicant.state));
        }
        expect(applicant.backend.submitted.size).toBe(1);
      }),
      { numRuns: 15 },
    );
  });
});
