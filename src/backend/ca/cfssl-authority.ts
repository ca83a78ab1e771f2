// CFSSL's `authsign` (doc/api/endpoint_authsign.txt). CFSSL checks neither keys nor hashes, and signs as often as it is asked:
// that it signs a serial once is its database's doing, which must have the certificates' table, as its own migrations make it.
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { readRequest } from '../../csr/request.ts';
import type { Prepared, Signing } from './certificate-authority.ts';
import { exchange, parseJson } from './exchange.ts';
import { readIssuerIdentity } from './issuer.ts';
import {
  type AuthorityCertificates,
  createRemoteAuthority,
  DEFAULT_TIME_LIMIT_MS,
  type Protocol,
  type RemoteAuthority,
  type RemoteSettings,
  readAuthorityCertificates,
} from './remote-authority.ts';

export interface CfsslSettings extends RemoteSettings {
  readonly url: string;
  /** Of the profile's `auth_key`. */
  readonly authKey: Uint8Array;
  /** A profile with `ClientProvidesSerialNumbers`. */
  readonly profile: string;
  /** Looks into CFSSL's own books: PEM by serial. CFSSL has no question of that kind; without it what is unknown stays so. */
  readonly lookUp: ((serial: string) => Promise<string | undefined>) | undefined;
}

const answerSchema = z.object({
  success: z.boolean(),
  result: z.object({ certificate: z.string().optional() }).nullish(),
  errors: z.array(z.object({ code: z.number(), message: z.string() })).nullish(),
});

/** CFSSL's errors/error.go: thousands name the part, hundreds the reason. */
const RECORD_NOT_FOUND = 11_200;
const isDatabase = (code: number) => code >= 11_000 && code < 12_000;
const isOfTheRequest = (code: number) => (code >= 9_000 && code < 10_000) || code === 5_500; // CSR; name not on the whitelist

export async function openCfsslAuthority(settings: CfsslSettings): Promise<RemoteAuthority> {
  const certificates = await readAuthorityCertificates(settings);
  return createRemoteAuthority(createProtocol(settings, certificates), settings, certificates);
}

function createProtocol(settings: CfsslSettings, { trusted, issuing }: AuthorityCertificates): Protocol {
  const { authKey, profile, report, lookUp, timeLimit = DEFAULT_TIME_LIMIT_MS } = settings;
  const url = `${settings.url}/api/v1/cfssl/authsign`;
  /** Serials that this process could not send: of these it is sure without any books. */
  const unsent = new Set<string>();

  const find: Protocol['find'] = async ({ serial }, judge): Promise<Signing> => {
    if (unsent.has(serial)) return { kind: 'absent' };
    if (!lookUp) return { kind: 'unknown', because: 'no-look-up' };
    try {
      const standing = await lookUp(serial);
      return standing === undefined ? { kind: 'absent' } : judge(standing);
    } catch {
      return { kind: 'unknown', because: 'look-up-failed' };
    }
  };

  return {
    name: 'cfssl',
    find,
    refuse: (csr) => (readRequest(csr).otherAttributes.length > 0 ? 'ca-subject' : undefined), // PopulateSubjectFromCSR copies them
    describe: ({ csrPem, domain, serial }) => {
      const request = {
        certificate_request: csrPem,
        hosts: [domain],
        subject: { CN: domain.length <= 64 ? domain : '' },
        profile,
      };
      return `${JSON.stringify(request).slice(0, -1)},"serial":${BigInt(`0x${serial}`)}}`; // more digits than JSON.stringify has
    },
    send: async (prepared, judge) => {
      unsent.delete(prepared.serial);
      const sent = await exchange({ url, body: sign(prepared, authKey), trusted, timeLimit });
      if (sent.kind === 'lost') return { kind: 'unknown', because: sent.because };
      if (sent.kind === 'not-sent') {
        unsent.add(prepared.serial);
        report(`CFSSL was not reached: ${sent.because}`);
        return { kind: 'absent' };
      }
      const answer = answerSchema.safeParse(parseJson(sent.body));
      if (!answer.success) return { kind: 'unknown', because: `status-${sent.status}` };
      if (answer.data.success && answer.data.result?.certificate) return judge(answer.data.result.certificate);
      const code = answer.data.errors?.[0]?.code;
      if (code === undefined) return { kind: 'unknown', because: `status-${sent.status}` };
      if (isDatabase(code)) return find(prepared, judge); // such as: this serial is there already
      if (isOfTheRequest(code)) return { kind: 'refused', because: 'ca-refused' };
      unsent.add(prepared.serial);
      report(`CFSSL does not sign: error ${code}`);
      return { kind: 'absent' };
    },
    // Without authentication (endpoint_revoke.txt), so CFSSL must be reachable for the backend alone. A repeat is no error.
    revoke: async ({ serial, reason }) => {
      const authorityKeyId = Buffer.from(readIssuerIdentity(issuing).keyIdentifier).toString('hex');
      const tell = async (keyId: string): Promise<true | number | string> => {
        const wish = {
          serial: `${BigInt(`0x${serial}`)}`,
          authority_key_id: keyId,
          reason: reason.replaceAll('-', ''),
        };
        const url = `${settings.url}/api/v1/cfssl/revoke`;
        const sent = await exchange({ url, body: JSON.stringify(wish), trusted, timeLimit });
        if (sent.kind !== 'answered') return sent.because;
        const answer = answerSchema.safeParse(parseJson(sent.body));
        return answer.data?.success || (answer.data?.errors?.[0]?.code ?? `status-${sent.status}`);
      };
      const first = await tell(authorityKeyId);
      // Built with a newer Go than it was written for, CFSSL 1.2 books certificates without their authority's key id.
      const told = first === RECORD_NOT_FOUND ? await tell('') : first;
      if (told !== true) report(`CFSSL does not revoke: ${told}`);
      return told === true;
    },
  };
}

/** The standard authenticator (auth/auth.go): the request and its HMAC. */
function sign({ bytes }: Prepared, authKey: Uint8Array): string {
  const token = createHmac('sha256', authKey).update(bytes).digest('base64');
  return JSON.stringify({ token, request: Buffer.from(bytes).toString('base64') });
}
