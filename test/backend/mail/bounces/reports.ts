/** What mail servers write about a letter (RFC 3464), with what they add in words, which nobody shall repeat. */
export interface Told {
  readonly action?: string;
  readonly status?: string;
  /** Groups of fields about other recipients. */
  readonly more?: readonly string[];
}

export const aboutRecipient = (action: string, status: string): string =>
  [
    'Final-Recipient: rfc822; nobody@secret.example',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 <nobody@secret.example>: Recipient address',
    '  rejected: Status: 5.9.9',
  ].join('\r\n');

export const statusPart = ({ action = 'failed', status = '5.1.1', more = [] }: Told = {}): string =>
  [
    ['Reporting-MTA: dns; mx.example.kz', 'X-Postfix-Queue-ID: 3F2A'].join('\r\n'),
    aboutRecipient(action, status),
    ...more,
  ].join('\r\n\r\n');

/** As Postfix puts it: words, the report, and the headers of our letter. */
export const report = (told: Told = {}, type = 'multipart/report; report-type=delivery-status'): string =>
  [
    'From: MAILER-DAEMON@mx.example.kz (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    `Content-Type: ${type};`,
    '\tboundary="3F2A.1/mx"',
    '',
    '--3F2A.1/mx',
    'Content-Type: text/plain',
    '',
    'I could not deliver your message to <nobody@secret.example>. Action: failed',
    '',
    '--3F2A.1/mx',
    'Content-Type: message/delivery-status',
    '',
    statusPart(told),
    '',
    '--3F2A.1/mx',
    'Content-Type: text/rfc822-headers',
    '',
    'To: nobody@secret.example',
    '',
    '--3F2A.1/mx--',
    '',
  ].join('\r\n');
