// What the writer of a notice sees.
import type { Region } from '../../../contract/schemas.ts';
import { type Language, languages } from '../../../domain/language.ts';
import { type Message, message, type Words } from '../../../messages/message.ts';
import type { StaffButton, StaffScreen } from '../../staff/screen.ts';
import { shownLanguage } from '../broadcast.ts';
import { audienceLines } from './audience-screens.ts';
import { broadcastData, draftData } from './data.ts';
import { type Draft, writtenLanguages } from './draft.ts';
import { back, languageWords } from './words.ts';

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

export const askTimeScreen = ({ id }: Draft): StaffScreen => ({
  text: [message('broadcast.ask-time')],
  buttons: [[back(id)]],
});

export const troubleScreen = ({ id }: Draft, words: Message): StaffScreen => ({ text: [words], buttons: [[back(id)]] });

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
