// step-ca's `/1.0/sign` with one-time tokens of a JWK provisioner, whose template must take the serial from the token. A token's
// id is made of the serial, and step-ca accepts an id once: so nothing is signed twice, whatever becomes of a request.
import { z } from 'zod';
import type { Signing } from './certificate-authority.ts';
import { type Exchange, exchange, parseJson } from './exchange.ts';
import { createToken, type ProvisionerKey } from './one-time-token.ts';
import { subscriberValidity } from './profile.ts';
import {
  type AuthorityCertificates,
  createRemoteAuthority,
  DEFAULT_TIME_LIMIT_MS,
  type Protocol,
  type RemoteAuthority,
  type RemoteSettings,
  readAuthorityCertificates,
} from './remote-authority.ts';
import { revocationReasons } from './revocation-list.ts';
import { createSerial } from './serial.ts';
import { createVoidRequest, VOID_NAME } from './void-request.ts';

export interface StepCaSettings extends RemoteSettings {
  /** https. */
  readonly url: string;
  readonly provisioner: string;
  readonly key: ProvisionerKey;
}

const issuedSchema = z.object({ crt: z.string() });
const refusedSchema = z.object({ status: z.number() });

export async function openStepCaAuthority(settings: StepCaSettings): Promise<RemoteAuthority> {
  const certificates = await readAuthorityCertificates(settings);
  return createRemoteAuthority(
    createProtocol(settings, certificates, await createVoidRequest()),
    settings,
    certificates,
  );
}

function createProtocol(
  settings: StepCaSettings,
  { root, trusted }: AuthorityCertificates,
  voidRequest: string,
): Protocol {
  const { clock, key, provisioner, report, timeLimit = DEFAULT_TIME_LIMIT_MS } = settings;
  const url = `${settings.url}/1.0/sign`;
  /** How many tokens of a serial this process has used up without a certificate. */
  const usedUp = new Map<string, number>();
  const tokenId = (serial: string) => `${serial}.${usedUp.get(serial) ?? 0}`;
  let proven = false;

  const post = (request: object, claims: { id: string; domain: string; serial: string }): Promise<Exchange> => {
    const ott = createToken(key, { ...claims, provisioner, audience: url, root, at: clock() });
    return exchange({ url, body: JSON.stringify({ ...request, ott }), trusted, timeLimit });
  };

  /** Uses a token up with a request that nobody signs; `false` when it was used before. There is no other look-up. */
  const useUp = async (id: string): Promise<boolean | 'unknown'> => {
    const answer = await post({ csr: voidRequest }, { id, domain: VOID_NAME, serial: createSerial() });
    const status = refusal(answer);
    return status === 403 ? true : status === 401 ? false : 'unknown';
  };

  /** Once: that step-ca knows our key, and accepts a token a first time and not a second. */
  const prove = async (): Promise<boolean> => {
    const id = `trial-${createSerial()}`;
    proven ||= (await useUp(id)) === true && (await useUp(id)) === false;
    return proven;
  };

  return {
    name: 'step-ca',
    describe: ({ csrPem, preparedAt }) =>
      JSON.stringify({ csr: csrPem, notAfter: subscriberValidity(preparedAt).notAfter.toISOString() }),
    send: async (prepared, judge) => {
      if (!(await prove())) {
        report('step-ca was not reached, or does not accept tokens of this provisioner and key');
        return { kind: 'absent' };
      }
      const { serial, domain, bytes } = prepared;
      const answer = await post(JSON.parse(Buffer.from(bytes).toString()), { id: tokenId(serial), domain, serial });
      if (answer.kind === 'not-sent') report(`step-ca was not reached: ${answer.because}`);
      return readAnswer(answer, judge);
    },
    find: async ({ serial }) => {
      const free = (await prove()) ? await useUp(tokenId(serial)) : 'unknown';
      if (free !== true) return { kind: 'unknown', because: free === false ? 'token-used' : 'no-answer' };
      usedUp.set(serial, (usedUp.get(serial) ?? 0) + 1);
      return { kind: 'absent' };
    },
    // Passive, which is all it knows: it notes the serial, and renews that certificate no more.
    revoke: async ({ serial, reason }) => {
      const [address, decimal] = [`${settings.url}/1.0/revoke`, `${BigInt(`0x${serial}`)}`];
      const claims = { id: `revoke-${createSerial()}`, domain: decimal, serial };
      const ott = createToken(key, { ...claims, provisioner, audience: address, root, at: clock() });
      const request = { serial: decimal, ott, reasonCode: revocationReasons[reason], reason, passive: true };
      const answer = await exchange({ url: address, body: JSON.stringify(request), trusted, timeLimit });
      const isTaken = answer.kind === 'answered' && (answer.status === 200 || /already revoked/.test(answer.body));
      if (!isTaken) report(`step-ca does not revoke: ${answer.kind === 'answered' ? answer.status : answer.because}`);
      return isTaken;
    },
  };
}

function readAnswer(answer: Exchange, judge: (certificate: string) => Signing): Signing {
  if (answer.kind === 'not-sent') return { kind: 'absent' };
  if (answer.kind === 'lost') return { kind: 'unknown', because: answer.because };
  const issued = issuedSchema.safeParse(parseJson(answer.body));
  if (answer.status === 201 && issued.success) return judge(issued.data.crt);
  const status = refusal(answer);
  return status === 403 || status === 400
    ? { kind: 'refused', because: 'ca-refused' }
    : { kind: 'unknown', because: `status-${answer.status}` };
}

/** The status of a refusal that step-ca itself pronounced, not something in between. */
function refusal(answer: Exchange): number | undefined {
  if (answer.kind !== 'answered') return undefined;
  const refused = refusedSchema.safeParse(parseJson(answer.body));
  return refused.success && refused.data.status === answer.status ? answer.status : undefined;
}
