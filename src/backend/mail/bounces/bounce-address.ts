import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Envelope senders that name a letter: `<local>+<letter id>.<MAC>@<domain>`, in lower case since mail servers may change it. */
export interface BounceAddresses {
  of(letter: string): string;
  /** The letter that an address of ours names; undefined for every other address. */
  letterOf(address: string): string | undefined;
}

/** RFC 5321, 4.5.3.1.1 allows 64 octets before the @; `+`, 32 digits of the id, `.` and 16 of the MAC take 50. */
export const LONGEST_LOCAL_PART = 14;

/** 64 bits: whoever guesses asks a server each time. */
const MAC_DIGITS = 16;

/** `from`: `Name <address>`, or an address alone. `secret` has at least 32 bytes. */
export function createBounceAddresses(secret: Uint8Array, from: string): BounceAddresses {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'nca-ssl-bot bounce', 32));
  const macOf = (id: string) => createHmac('sha256', key).update(id).digest('hex').slice(0, MAC_DIGITS);
  const [local, domain] = splitAddress(from);
  return {
    of(letter) {
      const id = letter.replaceAll('-', '');
      return `${local}+${id}.${macOf(id)}@${domain}`;
    },
    letterOf(address) {
      const [, id, mac] = /\+([0-9a-f]{32})\.([0-9a-f]{16})@[^@]+$/.exec(address.toLowerCase()) ?? [];
      if (!id || !mac || !timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(id)))) return undefined;
      return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  };
}

export function splitAddress(from: string): readonly [local: string, domain: string] {
  const [, local = '', domain = ''] = /([^<>@\s]+)@([^<>@\s]+)>?$/.exec(from) ?? [];
  return [local, domain];
}
