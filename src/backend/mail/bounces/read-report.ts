import { type StructuredHeader, simpleParser } from 'mailparser';

/** What a delivery report says of our letter. `status`: digits and dots alone, never an address and never the server's words. */
export type Report =
  | { readonly kind: 'failed'; readonly status: string }
  | { readonly kind: 'delayed' | 'other' | 'unreadable' };

const MOST_RECIPIENTS = 20;

/** Reads a delivery report (RFC 3464), as a whole letter or as its message/delivery-status part alone. Never throws. */
export async function readReport(raw: Uint8Array): Promise<Report> {
  try {
    const text = await statusPart(raw);
    return text === undefined ? { kind: 'unreadable' } : judge(text);
  } catch {
    return { kind: 'unreadable' };
  }
}

/** Undefined unless there is exactly one, in a letter that calls itself a report. */
async function statusPart(raw: Uint8Array): Promise<string | undefined> {
  const { headers, attachments } = await simpleParser(Buffer.from(raw), {
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  });
  const type = headers.get('content-type') as StructuredHeader | undefined;
  const kind = `${type?.value}; ${type?.params['report-type']}`.toLowerCase();
  const isReport = /^(multipart\/report; delivery-status$|message\/delivery-status;)/.test(kind);
  const parts = attachments.filter(({ contentType }) => contentType === 'message/delivery-status');
  return isReport && parts.length === 1 ? parts[0]?.content.toString('latin1') : undefined;
}

/** The first group of fields is about the report, each other one about a recipient; ours have one, behind a list may be more. */
function judge(text: string): Report {
  const groups = text.replaceAll('\r\n', '\n').trim().split(/\n\n+/);
  const recipients = groups.slice(1).map(fieldsOf);
  if (recipients.length === 0 || recipients.length > MOST_RECIPIENTS) return { kind: 'unreadable' };
  const actions = recipients.map(({ action = '' }) => action.toLowerCase());
  if (actions.includes('delayed')) return { kind: 'delayed' };
  const codes = recipients.map(({ status = '' }) => FAILURE.exec(status)?.[0]);
  const [first] = codes;
  const failed = actions.every((action) => action === 'failed') && !codes.includes(undefined);
  return failed && first ? { kind: 'failed', status: first } : { kind: 'other' };
}

/** RFC 3463, 2. With 4.x.x the server has given up after days of tries (RFC 3464, 2.3.3: a letter that failed is tried no more). */
const FAILURE = /^[45]\.\d{1,3}\.\d{1,3}(?![\d.])/;

/** Comments may follow a value (RFC 3464, 2.1.1); what is folded belongs to none of the fields that are read. */
function fieldsOf(group: string): Readonly<Record<'action' | 'status', string | undefined>> {
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*([\\w.-]{1,20})`, 'im').exec(group)?.[1];
  return { action: field('action'), status: field('status') };
}
