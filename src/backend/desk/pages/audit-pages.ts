// Who did what, for administrators: the newest first, or all about one application or operator.
import { parseApplicationNumber } from '../../../domain/application-number.ts';
import { queryField } from '../requests/form-fields.ts';
import { applicationWords } from './application-words.ts';
import type { DeskPages } from './desk-pages.ts';

const PAGE = 100;

export const auditPages: DeskPages = (app, { rendering, auditLog, operators }) => {
  app.get('/audit', { config: { desk: 'administrator' } }, async (request, reply) => {
    const about = queryField(request, 'about')?.trim();
    const before = Number(queryField(request, 'before'));
    const everyone = await operators.list();
    const subject = about && (parseApplicationNumber(about) ?? about.toLowerCase());
    const lines = await auditLog.read({
      subject: everyone.find(({ name }) => name === subject)?.id ?? subject,
      before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
      limit: PAGE,
    });
    return rendering.page(request, reply, 'audit', {
      section: 'audit',
      about,
      lines,
      older: lines.length === PAGE ? lines.at(-1)?.sequence : undefined,
      isNumber: (text: string) => parseApplicationNumber(text) !== undefined,
      subjectName: (text: string) => everyone.find(({ id }) => id === text)?.name ?? text,
      ...applicationWords(rendering.words(request), everyone),
    });
  });
};
