import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPublicAddress } from '../../../src/bot/installation/public-address.ts';

/** First and last address of everything that is not the internet, and its neighbours that are. */
const refused: Readonly<Record<string, readonly string[]>> = {
  'this network': ['0.0.0.0', '0.255.255.255', '::'],
  private: ['10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255'],
  loopback: ['127.0.0.1', '127.255.255.255', '::1'],
  'link-local': ['169.254.0.0', '169.254.255.255', 'fe80::', 'febf::1', 'fe80::1%eth0'],
  'a cloud’s metadata': ['169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254'],
  'carrier-grade NAT': ['100.64.0.0', '100.127.255.255'],
  'unique local': ['fc00::', 'fdff:ffff::1'],
  'site-local': ['fec0::1'],
  multicast: ['224.0.0.0', '239.255.255.255', 'ff02::1'],
  broadcast: ['255.255.255.255'],
  reserved: ['192.0.0.1', '198.18.0.0', '198.19.255.255', '240.0.0.1', '100::1', '4000::1', '5f00::1', '1::1'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  'IPv4 inside IPv6': [
    ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '0:0:0:0:0:ffff:a00:1', '::127.0.0.1', '::8.8.8.8'],
    ...['64:ff9b::7f00:1', '64:ff9b:1::a00:1', '2002:7f00:1::', '2002:808:808::', '2001::1', '::ffff:0:7f00:1'],
  ],
  'no address': ['', 'localhost', '127.1', '0177.0.0.1', '0x7f.0.0.1', '2130706433', '8.8.8', '8.8.8.8:443', '[::1]'],
};

describe('an address is refused', () => {
  test.each(Object.entries(refused))('that is %s', (_, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });

  const byte = fc.nat({ max: 255 });
  const ipv4 = (...parts: readonly fc.Arbitrary<number>[]) => fc.tuple(...parts).map((bytes) => bytes.join('.'));
  const inside = fc.oneof(
    ipv4(fc.constantFrom(0, 10, 127), byte, byte, byte),
    ipv4(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    ipv4(fc.constant(192), fc.constant(168), byte, byte),
    ipv4(fc.constant(169), fc.constant(254), byte, byte),
    ipv4(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
    ipv4(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
  );
  test('whatever it is inside, also when it is written as IPv6', () => {
    fc.assert(
      fc.property(inside, (address) => {
        const hex = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
        const [high, low] = [`${hex[0]}${hex[1]}`, `${hex[2]}${hex[3]}`];
        const disguises = [`::ffff:${address}`, `::ffff:${high}:${low}`, `64:ff9b::${high}:${low}`, `::${high}:${low}`];
        expect([address, ...disguises, `2002:${high}:${low}::1`].filter(isPublicAddress)).toEqual([]);
      }),
    );
  });

  const group = fc.nat({ max: 0xffff }).map((each) => each.toString(16));
  test('of IPv6 that is given out to nobody', () => {
    const first = fc.oneof(fc.integer({ min: 0, max: 0x1fff }), fc.integer({ min: 0x4000, max: 0xffff }));
    const anywhere = fc.tuple(first, fc.array(group, { minLength: 7, maxLength: 7 }));
    fc.assert(
      fc.property(anywhere, ([head, rest]) => {
        expect(isPublicAddress([head.toString(16), ...rest].join(':'))).toBe(false);
      }),
    );
  });

  test('that is any text, without an error', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(isPublicAddress(text)).toBe(false)));
  });
});

test.each([
  ...['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.1'],
  ...['169.253.255.255', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0', '223.255.255.255'],
  ...['195.12.113.29', '2a00:1450:4001::1', '2606:4700::1111', '2001:4860:4860::8888'],
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});
