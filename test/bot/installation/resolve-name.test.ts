import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { createResolveName } from '../../../src/bot/installation/resolve-name.ts';

const types = { 1: 'A', 28: 'AAAA' } as const;
const NXDOMAIN = 3;
const SERVFAIL = 2;
type Answer = readonly (readonly number[])[] | number | undefined;

let servers: Socket[] = [];
afterEach(() => {
  for (const server of servers) server.close();
  servers = [];
});

/** A name server: addresses in bytes, an error code, or silence for each type that is asked for. */
async function resolveWith(answer: (type: 'A' | 'AAAA') => Answer, signal = AbortSignal.timeout(20_000)) {
  const server = createSocket('udp4');
  servers.push(server);
  server.on('message', (query, { port, address }) => {
    const reply = replyTo(query, answer);
    if (reply) server.send(reply, port, address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  return createResolveName([`127.0.0.1:${server.address().port}`])('alatau.kz', signal);
}

/** RFC 1035, 4.1: the query with its flags and counts changed, and a record for each address. */
function replyTo(query: Buffer, answer: (type: 'A' | 'AAAA') => Answer): Buffer | undefined {
  const endOfName = query.indexOf(0, 12) + 1;
  const question = query.subarray(12, endOfName + 4);
  const type = query.readUInt16BE(endOfName);
  const given = answer(types[type as keyof typeof types]);
  if (given === undefined) return undefined;
  const addresses = typeof given === 'number' ? [] : given;
  const head = Buffer.from([
    0,
    0,
    0x81,
    0x80 | (typeof given === 'number' ? given : 0),
    0,
    1,
    0,
    addresses.length,
    0,
    0,
    0,
    0,
  ]);
  query.copy(head, 0, 0, 2);
  const records = addresses.map((bytes) =>
    Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length, ...bytes]),
  );
  return Buffer.concat([head, question, ...records]);
}

const ipv6 = [0x2a, 0, ...Array(13).fill(0), 1];

test('addresses of both kinds come back, IPv4 first', async () => {
  const both = (type: string) =>
    type === 'A'
      ? [
          [1, 2, 3, 4],
          [10, 0, 0, 1],
        ]
      : [ipv6]; // prettier-ignore
  expect(await resolveWith(both)).toEqual({ value: ['1.2.3.4', '10.0.0.1', '2a00::1'] });
});

test('one kind is enough', async () => {
  expect(await resolveWith((type) => (type === 'A' ? [] : [ipv6]))).toEqual({ value: ['2a00::1'] });
  expect(await resolveWith((type) => (type === 'A' ? [[1, 2, 3, 4]] : SERVFAIL))).toEqual({ value: ['1.2.3.4'] });
});

test.each([
  ['a name that does not exist', NXDOMAIN, 'no-address'],
  ['a name without an address', [], 'no-address'],
  ['a name server in trouble', SERVFAIL, 'dns-silent'],
] as const)('%s', async (_, answer, because) => {
  expect(await resolveWith(() => answer)).toEqual({ because });
});

test('a name server that says nothing is given up when the time is over', async () => {
  expect(await resolveWith(() => undefined, AbortSignal.timeout(200))).toEqual({ because: 'dns-silent' });
});
