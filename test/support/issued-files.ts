import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Registered {
  readonly serial: string;
  /** PEM; undefined when there is none with this serial in the file under its name. */
  readonly certificate: string | undefined;
}

/** Each file that the embedded authority's register holds, and the serial it is under. */
export const issuedSerials = (directory: string): Map<string, string> =>
  new Map(
    readdirSync(directory, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.crt'))
      .map((name) => [name, name.slice(-36, -4)]),
  );

/** What the embedded authority's register holds, read without it. */
export const readIssued = (directory: string): Registered[] =>
  [...issuedSerials(directory)].map(([name, serial]) => {
    const found =
      readFileSync(join(directory, name), 'utf8').match(/-----BEGIN [\s\S]*?-----END CERTIFICATE-----\n/g) ?? [];
    return {
      serial,
      certificate: found.find((each) => new X509Certificate(each).serialNumber.toLowerCase() === serial),
    };
  });
