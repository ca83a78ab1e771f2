import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readReport } from '../../../../src/backend/mail/bounces/read-report.ts';
import { aboutRecipient, report, statusPart } from './reports.ts';

const read = (text: string) => readReport(Buffer.from(text));

describe('a delivery report', () => {
  test.each([
    ['a failure', report(), { kind: 'failed', status: '5.1.1' }],
    ['a failure with a remark', report({ status: '5.2.2 (mailbox full)' }), { kind: 'failed', status: '5.2.2' }],
    ['in capitals', report({ action: 'FAILED' }).toUpperCase(), { kind: 'failed', status: '5.1.1' }],
    ['with bare line feeds', report().replaceAll('\r\n', '\n'), { kind: 'failed', status: '5.1.1' }],
    [
      'the part alone',
      `Content-Type: message/delivery-status\r\n\r\n${statusPart()}`,
      { kind: 'failed', status: '5.1.1' },
    ],
    ['several, all failed', report({ more: [aboutRecipient('failed', '5.7.1')] }), { kind: 'failed', status: '5.1.1' }],
    ['several, one delivered', report({ more: [aboutRecipient('relayed', '2.0.0')] }), { kind: 'other' }],
    ['a delay', report({ action: 'delayed', status: '4.4.1' }), { kind: 'delayed' }],
    ['given up after days', report({ status: '4.4.7' }), { kind: 'failed', status: '4.4.7' }],
    ['a delay with a strange code', report({ action: 'delayed', status: '5.4.1' }), { kind: 'delayed' }],
    ['a failure of no class', report({ status: '3.1.1' }), { kind: 'other' }],
    ['a success', report({ action: 'delivered', status: '2.1.5' }), { kind: 'other' }],
    ['a success with a strange code', report({ action: 'delivered', status: '5.1.1' }), { kind: 'other' }],
    ['no code', report({ status: 'nobody@secret.example' }), { kind: 'other' }],
    ['too long a code', report({ status: '5.1.11111' }), { kind: 'other' }],
    ['a code of four parts', report({ status: '5.1.1.1' }), { kind: 'other' }],
    ['nobody in it', 'Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n', { kind: 'unreadable' }],
    [
      'a hundred recipients',
      report({ more: Array(100).fill(aboutRecipient('failed', '5.1.1')) }),
      { kind: 'unreadable' },
    ],
    ['a letter with such an attachment', report({}, 'multipart/mixed'), { kind: 'unreadable' }],
    [
      'a report of another kind',
      report({}, 'multipart/report; report-type=disposition-notification'),
      { kind: 'unreadable' },
    ],
    ['a holiday notice', 'Subject: Away\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n', { kind: 'unreadable' }],
    ['nothing', '', { kind: 'unreadable' }],
  ])('%s', async (_, text, expected) => {
    expect(await read(text)).toEqual(expected);
  });

  test('nested without end is given up', async () => {
    const nested = Array.from(
      { length: 3_000 },
      (_, depth) =>
        `Content-Type: multipart/report; report-type=delivery-status; boundary=b${depth}\r\n\r\n--b${depth}\r\n`,
    ).join('');
    expect(await read(nested)).toEqual({ kind: 'unreadable' });
  });

  test('that is nonsense is never a failure, and never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        expect((await readReport(bytes)).kind).toBe('unreadable');
      }),
      { numRuns: 50 },
    );
  });

  test('cut anywhere is read or not, but never as something else', async () => {
    const whole = report();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length }), async (length) => {
        const { kind } = await read(whole.slice(0, length));
        expect(['failed', 'unreadable', 'other']).toContain(kind);
      }),
      { numRuns: 100 },
    );
  });
});
