/**
 * The guide, step 11: a password of Latin letters and digits, 6 to 32 characters; capitals and `#$^+=!*()@%&_?-.` are allowed.
 * ASCII only has a technical reason too: other letters become different bytes in different programs, and the file stays shut.
 */
export type KeyPassword = string & { readonly __brand: 'KeyPassword' };
export const keyPasswordLength = { least: 6, most: 32 } as const;
export const keyPasswordSpecials = '#$^+=!*()@%&_?-.';

export type KeyPasswordRefusal =
  | 'password-character' // { character }: the first one that is not allowed
  | 'password-short'
  | 'password-long'
  | 'password-no-letter'
  | 'password-no-digit';
export type KeyPasswordRefused = { readonly because: KeyPasswordRefusal; readonly character?: string };

const isAllowed = (character: string) => /[A-Za-z0-9]/.test(character) || keyPasswordSpecials.includes(character);

/** Takes the text as it is: a space at an end is a character that is not allowed, not one to be dropped. */
export function parseKeyPassword(text: string): { readonly value: KeyPassword } | KeyPasswordRefused {
  const character = [...text].find((each) => !isAllowed(each));
  if (character !== undefined) return { because: 'password-character', character };
  if (text.length < keyPasswordLength.least) return { because: 'password-short' };
  if (text.length > keyPasswordLength.most) return { because: 'password-long' };
  if (!/[A-Za-z]/.test(text)) return { because: 'password-no-letter' };
  if (!/\d/.test(text)) return { because: 'password-no-digit' };
  return { value: text as KeyPassword };
}
