// What the writer of a notice sees.
import type { Region } from '../../../contract/schemas.ts';
import type { ApplicationStatus } from '../../../contract/statuses.ts';
import { type Language, languages } from '../../../domain/language.ts';
import { type Message, message, type Named, type Words } from '../../../messages/message.ts';
import type { StaffButton, StaffScreen } from '../../staff/screen.ts';
import { type Audience, shownLanguage } from '../broadcast.ts';
import { broadcastData, draftData } from './data.ts';
import { type Draft, writtenLanguages } from './draft.ts';

export const languageWords = (language: Language): Message => message(`broadcast.language-${language}`);
const same = (text: string): Named => ({ kk: text, ru: text, en: text });

/** Signing lasts seconds: nobody is written to because of it. */
const offeredStatuses = [
  ...(['submitted', 'confirmed', 'issued', 'set-up'] as const),
  ...(['refused', 'withdrawn', 'expired', 'revoked', 'superseded'] as const),
] as const satisfies readonly ApplicationStatus[];

export interface PanelFacts {
  /** How many it would go to now. */
  readonly count: number;
  readonly isOwner: boolean;
  readonly regions: readonly Region[];
}

export function panelScreen(draft: Draft, { count, isOwner, regions }: PanelFacts): StaffScreen {
  const { id, of, versions, isEssential } = draft;
  const button = (label: Words, verb: string, argument = ''): StaffButton => ({
    label,
    data: draftData(id, verb, argument),
  });
  const isWritten = writtenLanguages(draft).length > 0;
  const mine = of === null;
  return {
    text: [
      mine ? message('broadcast.panel') : message('broadcast.panel-edit', { of }),
      languages.map((language) => versionLine(draft, language)),
      ...(mine ? [audienceLines(draft.audience, regions)] : []),
      message('broadcast.count', { count }),
      ...(isEssential ? [message('broadcast.is-essential')] : []),
      ...(isWritten ? [] : [message('broadcast.write-first')]),
    ],
    buttons: [
      languages
        .filter((language) => mine || versions[language])
        .map((language) => button(languageWords(language), 'write', language)),
      ...(mine ? [[button(message('broadcast.audience'), 'audience')]] : []),
      ...(mine && isOwner
        ? [[button(message(isEssential ? 'broadcast.not-essential' : 'broadcast.essential'), 'essential')]]
        : []),
      ...(isWritten
        ? [[button(message('broadcast.preview'), 'preview'), button(message('broadcast.test'), 'test')]]
        : []),
      ...(isWritten ? [[button(message(mine ? 'broadcast.send' : 'broadcast.apply'), 'when')]] : []),
      [
        button(message('broadcast.discard'), 'discard'),
        { label: message('broadcast.list'), data: broadcastData('list') },
      ],
    ],
  };
}

function versionLine({ versions }: Draft, language: Language): Message {
  const name = languageWords(language);
  const shown = shownLanguage(versions, language);
  if (shown === language) {
    const { buttons = [], media } = versions[language] ?? {};
    const what = media ? message(`broadcast.with-${media.kind}`) : message('broadcast.with-text');
    return message('broadcast.written', { language: name, what, buttons: buttons.length });
  }
  return shown
    ? message('broadcast.falls-back', { language: name, shown: languageWords(shown) })
    : message('broadcast.not-written', { language: name });
}

export function audienceLines(audience: Audience, regions: readonly Region[]): readonly Message[] {
  const list = (words: readonly Words[]): Named =>
    Object.fromEntries(
      languages.map((language) => [language, words.map((each) => ('key' in each ? '' : each[language])).join(', ')]),
    ) as Named;
  const names = audience.regions.map((code) => regions.find((each) => each.code === code)?.name ?? same(code));
  const lines = [
    ...(audience.languages.length > 0
      ? [
          message('broadcast.of-languages', {
            languages: audience.languages.map((each) => each.toUpperCase()).join(', '),
          }),
        ]
      : []),
    ...(names.length > 0 ? [message('broadcast.of-regions', { regions: list(names) })] : []),
    ...audience.statuses.map((status) => message('broadcast.of-status', { status: message(`status.${status}`) })),
    ...(audience.endsWithinDays === null ? [] : [message('broadcast.of-days', { count: audience.endsWithinDays })]),
  ];
  return lines.length > 0 ? lines : [message('broadcast.to-everyone')];
}

export const askContentScreen = ({ id, of }: Draft, language: Language, hasVersion: boolean): StaffScreen => ({
  text: [message(of === null ? 'broadcast.ask-content' : 'broadcast.ask-edit', { language: languageWords(language) })],
  buttons: [
    ...(hasVersion && of === null
      ? [[{ label: message('broadcast.drop'), data: draftData(id, 'drop', language) }]]
      : []),
    [back(id)],
  ],
});

export const askButtonsScreen = ({ id }: Draft, language: Language): StaffScreen => ({
  text: [message('broadcast.ask-buttons')],
  buttons: [[{ label: message('broadcast.no-buttons'), data: draftData(id, 'no-buttons', language) }], [back(id)]],
});

export const askDaysScreen = ({ id }: Draft): StaffScreen => ({
  text: [message('broadcast.ask-days')],
  buttons: [
    [30, 14, 7].map((days) => ({ label: same(String(days)), data: draftData(id, 'days', String(days)) })),
    [back(id)],
  ],
});
export const askTimeScreen = ({ id }: Draft): StaffScreen => ({
  text: [message('broadcast.ask-time')],
  buttons: [[back(id)]],
});
export const troubleScreen = ({ id }: Draft, words: Message): StaffScreen => ({ text: [words], buttons: [[back(id)]] });

export function audienceScreen({ id, audience }: Draft, { count, regions }: PanelFacts): StaffScreen {
  const row = (label: Message, verb: string) => [{ label, data: draftData(id, verb) }];
  return {
    text: [message('broadcast.audience-head'), audienceLines(audience, regions), message('broadcast.count', { count })],
    buttons: [
      languages.map((language) =>
        choice(languageWords(language), audience.languages.includes(language), id, 'language', language),
      ),
      row(message('broadcast.by-status'), 'statuses'),
      row(message('broadcast.by-region'), 'regions'),
      row(message('broadcast.by-days'), 'days'),
      row(message('broadcast.everyone'), 'everyone'),
      [back(id)],
    ],
  };
}

export const statusesScreen = ({ id, audience }: Draft, count: number): StaffScreen => ({
  text: [message('broadcast.by-status-head'), message('broadcast.count', { count })],
  buttons: [
    ...offeredStatuses.map((status) => [
      choice(message(`broadcast.status-${status}`), audience.statuses.includes(status), id, 'status', status),
    ]),
    [{ label: message('broadcast.back'), data: draftData(id, 'audience') }],
  ],
});

/** Two in a row: there are twenty of them. */
export function regionsScreen({ id, audience }: Draft, { count, regions }: PanelFacts): StaffScreen {
  const choices = regions.map(({ code, name }) => choice(name, audience.regions.includes(code), id, 'region', code));
  return {
    text: [
      message(regions.length > 0 ? 'broadcast.by-region-head' : 'broadcast.no-regions'),
      message('broadcast.count', { count }),
    ],
    buttons: [
      ...Array.from({ length: Math.ceil(choices.length / 2) }, (_, n) => choices.slice(2 * n, 2 * n + 2)),
      [{ label: message('broadcast.back'), data: draftData(id, 'audience') }],
    ],
  };
}

export interface SendingTerms {
  readonly count: number;
  /** The quiet hours last until then. */
  readonly quietUntil: Date | undefined;
  readonly needsSecond: boolean;
  readonly threshold: number;
}

export function whenScreen({ id, of }: Draft, terms: SendingTerms): StaffScreen {
  const now = { label: message(of === null ? 'broadcast.now' : 'broadcast.apply-now'), data: draftData(id, 'now') };
  const later = { label: message('broadcast.later'), data: draftData(id, 'time') };
  return {
    text: [
      message(of === null ? 'broadcast.when' : 'broadcast.apply-sure', { count: terms.count }),
      ...termLines(terms),
    ],
    buttons: [of === null ? [now, later] : [now], [back(id)]],
  };
}

export const sureScreen = ({ id }: Draft, at: Date, terms: SendingTerms): StaffScreen => ({
  text: [message('broadcast.sure-at', { count: terms.count, at }), ...termLines(terms)],
  buttons: [[{ label: message('broadcast.yes'), data: draftData(id, 'yes', String(at.getTime())) }], [back(id)]],
});

const termLines = ({ quietUntil, needsSecond, threshold }: SendingTerms): readonly Message[] => [
  ...(quietUntil ? [message('broadcast.quiet', { until: quietUntil })] : []),
  ...(needsSecond ? [message('broadcast.needs-second', { threshold })] : []),
];

const back = (id: string): StaffButton => ({ label: message('broadcast.back'), data: draftData(id, 'panel') });

function choice(label: Words, isChosen: boolean, draft: string, verb: string, argument: string): StaffButton {
  const marked = message('broadcast.chosen', { name: label });
  return { label: isChosen ? marked : label, data: draftData(draft, verb, argument) };
}
