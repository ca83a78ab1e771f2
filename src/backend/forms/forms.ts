// The printable application as files. Must not know where an application is kept, nor who may see it.
import { message } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';
import type { FormContent, Forms } from '../applications/form-requests.ts';
import { layOutForm } from './form.ts';
import { paintPdf } from './pdf.ts';
import { paintPicture } from './picture.ts';

/**
 * Nothing but the content decides: the file of today is the file of tomorrow, byte for byte. A file costs some 50 ms of
 * computing, so a server takes `createFormsInWorker` instead.
 */
export function createForms(translate: Translate): Forms {
  const titleOf = ({ number }: FormContent) =>
    [...(['kk', 'ru'] as const).map((language) => translate(message('form.title'), language, 'plain')), number].join(
      ' · ',
    );
  return {
    pdf: async (content) =>
      paintPdf(layOutForm(content, translate), { title: titleOf(content), made: content.submittedAt }),
    png: async (content) => paintPicture(layOutForm(content, translate)[0] ?? []),
  };
}
