// The printable application as files. Must not know where an application is kept, nor who may see it.
import { message } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';
import type { FormContent, Forms } from '../applications/form-requests.ts';
import { createFormLayout } from './form.ts';
import type { Page } from './page.ts';
import { paintPdf } from './pdf.ts';
import { openPdfFonts } from './pdf-fonts.ts';
import { paintPicture } from './picture.ts';

/**
 * Nothing but the content decides: the file of today is the file of tomorrow, byte for byte. A file costs some 40 ms of
 * computing, so a server takes `createFormsInWorker` instead.
 */
export function createForms(translate: Translate): Forms {
  const layOut = createFormLayout(translate);
  const fonts = openPdfFonts(wordsOf(layOut(blank)));
  const titleOf = ({ number }: FormContent) =>
    [...(['kk', 'ru'] as const).map((language) => translate(message('form.title'), language, 'plain')), number].join(
      ' · ',
    );
  return {
    pdf: async (content) => paintPdf(layOut(content), { title: titleOf(content), made: content.submittedAt }, fonts),
    png: async (content) => paintPicture(layOut(content)[0] ?? []),
  };
}

const wordsOf = (pages: readonly Page[]): ReadonlySet<string> =>
  new Set(pages.flat().flatMap((mark) => (mark.kind === 'text' ? mark.lines.flatMap((line) => line.split(' ')) : [])));

/** What it says stands on every form. */
const blank: FormContent = {
  number: '000-000-000-000-000',
  person: { surname: null, givenName: null, patronymic: null },
  iin: '',
  email: null,
  region: { kk: '', ru: '', en: '' },
  city: { kk: '', ru: '', en: '' },
  domain: '',
  keyStorage: 'own-csr',
  keyDescription: '',
  spkiSha256: '',
  submittedAt: new Date(0),
  confirmBy: new Date(0),
};
