// What a button carries in its 64 bytes: names and short codes, never a position.
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { type Language, languages } from '../../domain/language.ts';
import type { StepName } from './answers.ts';

/** Where a button leads from anywhere, also from an old message. */
export const destinations = [
  'home',
  'apply',
  'continue',
  'status',
  'help',
  'language',
  'privacy',
  'cancel',
  'retry',
  'support',
  'notices',
  'notices-off',
  'notices-on',
] as const;
export type Destination = (typeof destinations)[number];

export const irreversible = ['cancel', 'forget'] as const;
export type Irreversible = (typeof irreversible)[number];

export const applicationActions = [
  'status',
  'form',
  'picture',
  'files',
  'finish',
  'p12',
  'jks',
  'set-up',
  'live',
  'withdraw',
  'withdraw-yes',
  'history',
  'renew',
  'email',
  'revoke',
  'revoke-stolen',
  'revoke-lost',
  'revoke-replaced',
  'revoke-changed',
  'revoke-closed',
  'revoke-not',
  'nginx',
  'apache',
  'iis',
  'tomcat',
] as const;
export type ApplicationAction = (typeof applicationActions)[number];
/** Why, in the fewest letters: a button has 64 of them. */
export type RevocationChoice = 'stolen' | 'lost' | 'replaced' | 'changed' | 'closed';

export type Press =
  | { readonly to: 'choice'; readonly step: StepName; readonly code: string; readonly screen: number }
  | { readonly to: 'page'; readonly page: number; readonly screen: number }
  | { readonly to: 'edit'; readonly step: StepName; readonly screen: number }
  | { readonly to: 'back' | 'keep'; readonly screen: number }
  | { readonly to: 'go'; readonly where: Destination }
  /** Says yes to a question about what cannot be undone, so it counts only while that question is the newest thing. */
  | { readonly to: 'sure'; readonly what: Irreversible; readonly screen: number }
  | { readonly to: 'speak'; readonly language: Language }
  | { readonly to: 'application'; readonly action: ApplicationAction; readonly number: ApplicationNumber };

const SEPARATOR = ':';

export function writePress(press: Press): string {
  const screen = 'screen' in press ? press.screen.toString(36) : '';
  switch (press.to) {
    case 'choice':
      return [press.step, press.code, screen].join(SEPARATOR);
    case 'page':
      return ['!page', press.page, screen].join(SEPARATOR);
    case 'edit':
      return ['!edit', press.step, screen].join(SEPARATOR);
    case 'back':
    case 'keep':
      return [`!${press.to}`, '', screen].join(SEPARATOR);
    case 'sure':
      return ['!sure', press.what, screen].join(SEPARATOR);
    case 'go':
      return ['!go', press.where].join(SEPARATOR);
    case 'speak':
      return ['!speak', press.language].join(SEPARATOR);
    case 'application':
      return ['!application', press.action, press.number].join(SEPARATOR);
  }
}

/** undefined for anything that no button of ours carries; a step's name and code are judged by the flow. */
export function readPress(data: string): Press | undefined {
  const [to = '', what = '', rest = ''] = data.split(SEPARATOR);
  const screen = /^[0-9a-z]{1,8}$/.test(rest) ? Number.parseInt(rest, 36) : -1;
  switch (to) {
    case '!page':
      return { to: 'page', page: /^\d{1,3}$/.test(what) ? Number(what) : 0, screen };
    case '!edit':
      return { to: 'edit', step: what as StepName, screen };
    case '!back':
      return { to: 'back', screen };
    case '!keep':
      return { to: 'keep', screen };
    case '!sure': {
      const sure = irreversible.find((each) => each === what);
      return sure && { to: 'sure', what: sure, screen };
    }
    case '!go': {
      const where = destinations.find((each) => each === what);
      return where && { to: 'go', where };
    }
    case '!speak': {
      const language = languages.find((each) => each === what);
      return language && { to: 'speak', language };
    }
    case '!application': {
      const action = applicationActions.find((each) => each === what);
      const number = parseApplicationNumber(rest);
      return action && number && { to: 'application', action, number };
    }
    default:
      return what === '' ? undefined : { to: 'choice', step: to as StepName, code: what, screen };
  }
}
