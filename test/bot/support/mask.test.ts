import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KEY_HIDDEN, mask } from '../../../src/bot/support/mask.ts';

const NUMBER = '482-093-755-618-809';
const dots = '••••••••••••';

describe('what an applicant writes to the staff', () => {
  test.each([
    ['an IIN', 'My IIN is 900101390002.', `My IIN is ${dots}.`],
    ['an IIN with a slip', '900101390003', dots],
    ['an IIN in groups', '900101 390 002', '•••••• ••• •••'],
    ['an IIN in pairs', '90-01-01-39-00-02', '••-••-••-••-••-••'],
    ['an IIN with dots and a line’s end', '900101.\n390002', '••••••.\n••••••'],
    ['an IIN with what cannot be seen', '900101\u200b390002', '••••••\u200b••••••'],
    ['an IIN in other digits', '٩٠٠١٠١٣٩٠٠٠٢', dots],
    ['an IIN with a digit too many', '9001013900021', `${dots}•`],
    ['an IIN before a number', '900101390002 2 months ago', `${dots} 2 months ago`],
    ['an IIN beside letters', 'ИИН900101390002ЖСН', `ИИН${dots}ЖСН`],
    ['two IINs', '900101390002/851231490804', `${dots}/${dots}`],
    ['an IIN behind an application number', `${NUMBER} 900101390002`, `${NUMBER} ${dots}`],
    ['an IIN in groups behind an application number', `${NUMBER}, 900101 390002`, `${NUMBER}, •••••• ••••••`],
  ])('loses %s', (_, text, shown) => {
    expect(mask(text)).toBe(shown);
  });

  test.each([
    ['an application number', `Where is ${NUMBER}?`],
    ['an application number as it is typed', 'Where is 482093755618809?'],
    ['a telephone number', 'Call +7 701 123 45 67'],
    ['dates and sums', 'On 22.11.2026 at 14:30 I paid 12 500 tenge, case 77'],
    ['a domain', 'www.90-days.kz and 1414'],
  ])('keeps %s', (_, text) => {
    expect(mask(text)).toBe(text);
  });

  test('never shows twelve digits of an IIN, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom('', ' ', '-', '\u00a0'), (before, after, between) => {
        const iin = ['900101', '390', '002'].join(between);
        expect(mask(`${before.replace(/\p{Nd}/gu, '')} ${iin} ${after.replace(/\p{Nd}/gu, '')}`)).not.toContain(iin);
      }),
    );
  });

  test('loses a private key, also one whose end is missing', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(mask(`Here it is:\n${pem}What now?`)).toBe(`Here it is:\n${KEY_HIDDEN}\nWhat now?`);
    expect(mask(`Here: ${pem.slice(0, 90)}`)).toBe(`Here: ${KEY_HIDDEN}`);
    expect(mask(pem.replaceAll('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'))).toBe(`${KEY_HIDDEN}\n`);
    expect(mask(pem.replaceAll('--', '—'))).toBe(`${KEY_HIDDEN}\n`);
  });
});
