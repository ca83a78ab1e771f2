import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHttpPeople } from '../../../src/backend/people/http-people.ts';
import { type People, PeopleUnavailable } from '../../../src/backend/people/people.ts';
import { syntheticPersons } from '../../../src/backend/people/synthetic-persons.ts';
import { behavesAsPeople, iin } from './people.contract.ts';

let server: Server;

const listen = async (listener: RequestListener): Promise<string> => {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/people`;
};

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const service: RequestListener = (request, response) => {
  void text(request).then((body) => {
    const known = request.method === 'POST' && request.headers.authorization === 'Bearer right';
    const person = syntheticPersons.get((JSON.parse(body) as { iin: string }).iin) ?? null;
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify({ person }));
  });
};

describe('people over HTTP', () => {
  describe('like any other', () => {
    let people: People;
    beforeEach(async () => {
      people = createHttpPeople({ url: await listen(service), token: 'right' });
    });
    behavesAsPeople(() => people);
  });

  const answer =
    (status: number, body: string): RequestListener =>
    (_, response) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(body);

  const person = (name: object) =>
    JSON.stringify({ person: { surname: null, givenName: null, patronymic: null, ...name } });

  test.each<[string, RequestListener, string]>([
    ['a refusal of the token', service, 'status 401'],
    ['a wrong address', answer(404, '{"person":null}'), 'status 404'],
    ['a breakdown', answer(500, '{"person":null}'), 'status 500'],
    ['no JSON', answer(200, '<html>'), 'SyntaxError'],
    ['another shape', answer(200, '{"name":"Тест"}'), 'shape'],
    ['a person without any name', answer(200, person({ surname: ' ' })), 'shape'],
    ['a line break in a name', answer(200, person({ surname: 'a\r\nb' })), 'shape'],
    ['an endless name', answer(200, person({ surname: 'a'.repeat(5_000) })), 'too many bytes'],
    ['a way to elsewhere', (_, response) => void response.writeHead(307, { location: '/other' }).end(), 'TypeError'],
    ['a torn connection', (request) => void request.socket.destroy(), 'TypeError'],
    ['silence', () => undefined, 'TimeoutError'],
    ['half an answer', (_, response) => void response.writeHead(200).write('{"per'), 'TimeoutError'],
  ])('%s is no "unknown person"', async (_, listener, because) => {
    const asked = createHttpPeople({ url: await listen(listener), token: 'wrong', timeLimit: 300 }).find(
      iin('900101390002'),
    );
    await expect(asked).rejects.toThrow(PeopleUnavailable);
    await expect(asked).rejects.toThrow(because);
    await expect(asked).rejects.not.toThrow('900101390002');
  });

  test('spaces around a name are taken away, an empty part is none', async () => {
    const url = await listen(answer(200, person({ surname: ' Сынақ ', givenName: '' })));
    const found = await createHttpPeople({ url, token: 't' }).find(iin('900101390002'));
    expect(found).toEqual({ surname: 'Сынақ', givenName: null, patronymic: null });
  });
});
