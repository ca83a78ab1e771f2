// Choosing whom a notice goes to.
import type { Region } from '../../../contract/schemas.ts';
import type { ApplicationStatus } from '../../../contract/statuses.ts';
import { languages } from '../../../domain/language.ts';
import { type Message, message, type Named, verbatim, type Words } from '../../../messages/message.ts';
import type { StaffButton, StaffScreen } from '../../staff/screen.ts';
import type { Audience } from '../broadcast.ts';
import { draftData } from './data.ts';
import type { Draft } from './draft.ts';
import { back, languageWords } from './words.ts';

/** Signing lasts seconds: nobody is written to because of it. */
const offeredStatuses = [
  ...(['submitted', 'confirmed', 'issued', 'set-up'] as const),
  ...(['refused', 'withdrawn', 'expired', 'revoked', 'superseded'] as const),
] as const satisfies readonly ApplicationStatus[];

interface AudienceFacts {
  /** How many it would go to now. */
  readonly count: number;
  readonly regions: readonly Region[];
}

export function audienceLines(audience: Audience, regions: readonly Region[]): readonly Message[] {
  const list = (named: readonly Named[]): Named =>
    Object.fromEntries(
      languages.map((language) => [language, named.map((each) => each[language]).join(', ')]),
    ) as Named;
  const names = audience.regions.map((code) => regions.find((each) => each.code === code)?.name ?? verbatim(code));
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

export function audienceScreen({ id, audience }: Draft, { count, regions }: AudienceFacts): StaffScreen {
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
export function regionsScreen({ id, audience }: Draft, { count, regions }: AudienceFacts): StaffScreen {
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

export const askDaysScreen = ({ id }: Draft): StaffScreen => ({
  text: [message('broadcast.ask-days')],
  buttons: [
    [30, 14, 7].map((days) => ({ label: verbatim(String(days)), data: draftData(id, 'days', String(days)) })),
    [back(id)],
  ],
});

function choice(label: Words, isChosen: boolean, draft: string, verb: string, argument: string): StaffButton {
  const marked = message('broadcast.chosen', { name: label });
  return { label: isChosen ? marked : label, data: draftData(draft, verb, argument) };
}
