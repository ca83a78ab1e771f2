import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createOpenApiDocument, problemsOf } from '../../../src/backend/http/openapi.ts';
import { problemSchema } from '../../../src/contract/problems.ts';
import { type Route, type RouteName, routes } from '../../../src/contract/routes.ts';
import { type RunningBackend, runBackend, submission, submit, unlimited } from '../running-backend.ts';

/** A lone surrogate has no UTF-8. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

type Json = Record<string, unknown>;
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: { readonly schemas: Json };
}
const document = createOpenApiDocument() as unknown as Document;
const table = Object.entries(routes) as [RouteName, Route][];

describe('the document', () => {
  test.each(table)('describes %s as the table has it', (name, route) => {
    const operation = document.paths[route.path]?.[route.method.toLowerCase()];
    expect(operation).toMatchObject({ operationId: name, summary: route.summary });
    const statuses = Object.keys((operation?.responses ?? {}) as Json);
    expect(statuses).toEqual(expect.arrayContaining([String(route.answer.status), '400', '401', '429', '500', '503']));
  });

  test('describes nothing else', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(new Set(operations.map(({ operationId }) => operationId))).toEqual(new Set(Object.keys(routes)));
  });

  test('refers only to schemas that it has', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference ?? '',
    );
    const names = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((reference) => !names.includes(reference))).toEqual([]);
  });
});

describe('whatever is sent', () => {
  let running: RunningBackend;
  let number: string;
  beforeAll(async () => {
    running = await runBackend({ PICTURE_CODE: 'on' }, unlimited);
    number = (await submit(running)).number;
  });
  afterAll(() => running.stop());

  const base = submission();
  const hostileText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(
      '',
      '\u0000',
      '%00',
      '../../etc/passwd',
      "'; DROP TABLE application; --",
      '\ud800',
      'x'.repeat(5_000),
      '٣٤',
      '-1',
      'NaN',
      '1e400',
    ),
  );
  const hostileBody = fc.oneof(
    fc.json().map((text) => text),
    fc.constantFrom(
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"__proto__":{"iin":"1"}}',
      `${'['.repeat(20_000)}`,
      '{"iin":"\\u0000"}',
    ),
    fc
      .tuple(fc.constantFrom(...Object.keys(base)), fc.oneof(fc.jsonValue(), hostileText))
      .map(([key, value]) => JSON.stringify({ ...base, [key]: value })),
    fc.record({ iin: hostileText, pass: fc.option(hostileText) }).map((body) => JSON.stringify(body)),
    fc.record({ answer: hostileText }).map((body) => JSON.stringify(body)),
  );
  const hostileHeader = fc.oneof(
    fc.constantFrom('telegram:1000', 'x'.repeat(65), '\u00ff'),
    fc.string({ maxLength: 70 }).filter((text) => /^[\t -~]*$/.test(text)),
  );
  const request = fc.record({
    route: fc.constantFrom(...table),
    pathValue: fc.oneof(fc.constant(''), hostileText),
    query: fc.dictionary(
      fc.constantFrom('after', 'wait', 'x'),
      fc.oneof(hostileText, fc.constantFrom('0', '1', '9007199254740993')),
    ),
    owner: fc.option(hostileHeader),
    key: fc.option(hostileHeader),
    type: fc.constantFrom(
      'application/json',
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'x',
    ),
    body: hostileBody,
  });

  test('the answer is one that the document names, and never a 5xx', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(request, async ({ route: [name, route], pathValue, query, owner, key, type, body }) => {
        const value = pathValue === '' ? number : wellFormed(pathValue);
        const url = new URL(
          running.backend.url + route.path.replace(/\{\w+\}/, () => encodeURIComponent(value) || '-'),
        );
        for (const [key_, text] of Object.entries(query)) url.searchParams.set(key_, wellFormed(text));
        url.searchParams.delete(name === 'statusChanges' ? 'wait' : '');
        const response = await fetch(url, {
          method: route.method,
          headers: {
            authorization: `Bearer ${running.backend.token}`,
            ...(owner !== null && { 'application-owner': owner.trim() }),
            ...(key !== null && { 'idempotency-key': key.trim() }),
            ...(route.method === 'POST' && { 'content-type': type }),
          },
          ...(route.method === 'POST' && { body }),
        });
        answered += 1;
        expect(response.status).toBeLessThan(500);
        if (response.ok) {
          expect(response.status).toBe(route.answer.status);
          const { body: schema } = route.answer;
          if (typeof schema !== 'string') schema.parse(await response.json());
          else await response.arrayBuffer();
          return;
        }
        expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        const { code } = problemSchema.parse(await response.json());
        expect([...problemsOf(route), 'not-found']).toContain(code);
      }),
      { numRuns: 400 },
    );
    expect(answered).toBeGreaterThanOrEqual(400);
  });

  test('a request that is not HTTP ends nothing', async () => {
    const { port, hostname } = new URL(running.backend.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.end('GARBAGE\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(await running.client('listRegions')).toHaveProperty('value');
  });
});
