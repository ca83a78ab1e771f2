/** The languages of the catalogue, the state language first. */
export const languages = ['kk', 'ru', 'en'] as const;
export type Language = (typeof languages)[number];

/** The language for an IETF tag such as Telegram's `language_code`: ours if we have it, otherwise Russian. */
export const closestLanguage = (tag: string | undefined): Language =>
  languages.find((language) => tag?.toLowerCase().split('-')[0] === language) ?? 'ru';
