// Numbers printed as plain digits: the IIN on the front of a card, the application number on its form.
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { type Iin, parseIin } from '../../domain/iin.ts';

/** The one IIN in the text. Only its own check digit speaks for it, so the applicant must compare every digit. */
export function findIin(text: string): Iin | undefined {
  const runs = text.match(/(?<![\d-])\d(?:[ ]?\d){11}(?![\d-])/g) ?? [];
  return onlyOne(
    runs.flatMap((run) => {
      const parsed = parseIin(run);
      return 'value' in parsed ? [parsed.value] : [];
    }),
  );
}

/** The one application number in the text, five groups of three digits. */
export function findApplicationNumber(text: string): ApplicationNumber | undefined {
  const runs = text.match(/(?<!\d)\d{3}(?:\s?[-\u2010-\u2015]?\s?\d{3}){4}(?!\d)/g) ?? [];
  return onlyOne(runs.flatMap((run) => parseApplicationNumber(run) ?? []));
}

/** Two different ones are none: nobody could say which was meant. */
function onlyOne<Value>(found: readonly Value[]): Value | undefined {
  const different = new Set(found);
  return different.size === 1 ? found[0] : undefined;
}
