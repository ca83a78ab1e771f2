import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** All of IPv6 that is given out for the internet at large (RFC 4291, IANA); the library calls the rest unicast, too. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** A cloud's own services for its machines (Azure's WireServer), although it looks like anyone's address. */
const METADATA = '168.63.129.16';

/**
 * An address that everyone on the internet reaches, in the usual spelling. Everything with a purpose of its own is none: private,
 * loopback, link-local (with it 169.254.169.254, where clouds hand out credentials), carrier-grade NAT, multicast,
 * documentation, and every IPv6 form that carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  // The library also reads octal, hexadecimal and shortened forms, which no resolver answers.
  if (isIPv4(address)) return address !== METADATA && ipaddr.IPv4.parse(address).range() === 'unicast';
  if (!isIPv6(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.match(GLOBAL_UNICAST) && parsed.range() === 'unicast';
}
