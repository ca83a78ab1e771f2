// What a former version, or a broken one, may have stored of a chat.
import fc from 'fast-check';
import { destinations, type Press, readPress, writePress } from '../../src/bot/conversation/press.ts';
import { AGREEMENT_VERSION } from '../../src/bot/conversation/steps/agreement.ts';
import type { Happening } from '../../src/bot/conversation/turn.ts';
import { requestFor } from './certificate-requests.ts';
import { someone } from './step.ts';

const domain = { ascii: 'alatau.kz', unicode: 'alatau.kz', wildcard: false };
const { pem } = requestFor('alatau.kz');

/** Every answer as this version stores it. */
export const wholeDraft = {
  service: 'ssl-individual',
  agreement: { version: AGREEMENT_VERSION, agreedAt: '2026-11-22T06:00:00.000Z' },
  'picture-code': { pass: 'pass' },
  iin: someone,
  person: 'confirmed',
  email: { address: 'a@gmial.com' },
  'email-check': { address: 'a@gmail.com' },
  region: 'KZ-10',
  city: 'semey',
  domain,
  'key-storage': 'own-csr',
  csr: { pem, key: 'ECDSA P-256' },
} as const;

const steps = [...Object.keys(wholeDraft), 'review'];
const anyStep = fc.oneof(fc.constantFrom(...steps), fc.string({ maxLength: 20 }), fc.constant(null));
/** A good answer, one of the wrong shape, or none. */
const anyAnswer = (good: unknown) => fc.oneof({ weight: 4, arbitrary: fc.constant(good) }, fc.jsonValue());
const anyDraft = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      Object.fromEntries(Object.entries(wholeDraft).map(([name, good]) => [name, anyAnswer(good)])),
      { requiredKeys: [] },
    ),
  },
  fc.dictionary(fc.oneof(fc.constantFrom(...steps, '__proto__', 'constructor'), fc.string()), fc.jsonValue()),
);

const anyKeyFile = fc.record({
  number: fc.constantFrom('482-093-755-618-809', '482', 7),
  as: fc.constantFrom('p12', 'jks', 'pem'),
  fileId: fc.constantFrom('file-0', null, ''),
});

export const anyStored: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      {
        language: fc.oneof(fc.constantFrom('kk', 'ru', 'en', 'de'), fc.jsonValue()),
        place: fc.oneof(fc.constantFrom('home', 'question', 'status', 'key-password', 'elsewhere'), fc.jsonValue()),
        draft: anyDraft,
        draftId: fc.oneof(fc.string(), fc.jsonValue()),
        asking: anyStep,
        asked: anyStep,
        furthest: anyStep,
        screen: fc.oneof(fc.nat(), fc.double(), fc.constant('7'), fc.constant(Number.MAX_SAFE_INTEGER)),
        hasPicture: fc.oneof(fc.boolean(), fc.jsonValue()),
        memo: fc.oneof(fc.string(), fc.jsonValue()),
        list: fc.oneof(fc.record({ page: fc.integer(), query: fc.string() }), fc.jsonValue()),
        unanswered: fc.oneof(
          fc.record({
            step: anyStep,
            reply: fc.record({ kind: fc.constantFrom('text', 'choice', 'file'), text: fc.string(), code: fc.string() }),
          }),
          fc.jsonValue(),
        ),
        applications: fc.oneof(fc.array(fc.oneof(fc.constant('482-093-755-618-809'), fc.string())), fc.jsonValue()),
        keyFiles: fc.oneof(fc.array(anyKeyFile), fc.jsonValue()),
        keyStore: fc.oneof(anyKeyFile, fc.jsonValue()),
        lastSeenAt: fc.oneof(
          fc.constantFrom('2026-11-21T06:00:00.000Z', 'yesterday', '9999-12-31T23:59:59Z'),
          fc.jsonValue(),
        ),
        reminded: fc.oneof(fc.boolean(), fc.jsonValue()),
      },
      { requiredKeys: [] },
    ),
  },
  fc.jsonValue(),
);

const names = ['start', 'apply', 'status', 'back', 'cancel', 'help', 'language', 'privacy', 'forget', ''];
const words = fc.oneof(
  fc.constantFrom(
    '900101390002',
    '851231490804',
    'a@gmial.com',
    'alatau.kz',
    'мысал.қаз',
    'абай',
    'region',
    pem,
    '482-093-755-618-809',
    '100001',
    '\ud83d',
    '<b>',
    '{{x}}',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
);

/** A press that any client could send, well-formed or not; `screen` is that of the newest message. */
export const anyPress = (screen: number): fc.Arbitrary<Press | undefined> =>
  fc.oneof(
    fc
      .constantFrom(...steps)
      .chain((step) =>
        fc
          .constantFrom('likely', 'yes', 'no', 'KZ-10', 'semey', 'another', 'submit', 'skip', 'own-csr', 'agree')
          .map((code) => readPress(`${step}:${code}:${screen.toString(36)}`)),
      ),
    fc.constantFrom(...destinations).map((where) => readPress(writePress({ to: 'go', where }))),
    fc
      .constantFrom(
        '!back::',
        '!keep::',
        '!page:1:',
        '!page:999:',
        '!edit:domain:',
        '!edit:review:',
        '!sure:cancel:',
        '!sure:forget:',
      )
      .map((start) => readPress(start + screen.toString(36))),
    fc.constantFrom('kk', 'ru', 'en').map((language) => readPress(`!speak:${language}`)),
    fc
      .constantFrom(
        'status',
        'form',
        'picture',
        'files',
        'nginx',
        'withdraw',
        'withdraw-yes',
        'live',
        'set-up',
        'p12',
        'jks',
      )
      .map((action) => readPress(`!application:${action}:482-093-755-618-809`)),
    fc.string({ unit: 'binary', maxLength: 64 }).map(readPress),
  );

export const anyHappening = (screen: number): fc.Arbitrary<Happening> =>
  fc.oneof(
    { weight: 4, arbitrary: anyPress(screen).map((press): Happening => ({ kind: 'press', press })) },
    { weight: 3, arbitrary: words.map((text): Happening => ({ kind: 'text', text })) },
    fc.record({
      kind: fc.constant('command'),
      name: fc.constantFrom(...names),
      argument: fc.constantFrom('', '482-093-755-618-809', 'x'),
    }) as fc.Arbitrary<Happening>,
    fc.constantFrom<Happening>(
      { kind: 'other', sort: 'photo' },
      { kind: 'file', file: { id: 'f', name: 'a.csr', size: 10, bytes: () => Promise.reject(new Error('gone')) } },
      { kind: 'file', file: { id: 'f', name: 'a.csr', size: 10, bytes: async () => Buffer.from(pem) } },
      { kind: 'timer' },
      { kind: 'status-change', number: '482-093-755-618-809', status: 'issued', notice: null },
      { kind: 'status-change', number: 'x', status: 'y', notice: null },
    ),
  );
