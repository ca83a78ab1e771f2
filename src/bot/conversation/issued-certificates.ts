// What an applicant does with a certificate that was issued: fetch its files, install it, see whether the site has it.
import type { Certificates, OwnerView } from '../../contract/schemas.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { message } from '../../messages/message.ts';
import { applicationButtons, applicationCard, home } from './application-card.ts';
import type { Conversation } from './conversation.ts';
import { installationText, isTooSoon } from './installation.ts';
import type { Output } from './output.ts';
import { becauseOf } from './refusals.ts';
import type { Answered, Services } from './services.ts';
import { aside, type Surroundings, type Turn, turn } from './turn.ts';

/** What the certificate files are made of; building them is not the conversation's business. */
export type BuildFiles = (
  domain: string,
  certificates: Certificates,
) => readonly { readonly name: string; readonly bytes: Uint8Array }[];

export interface IssuedCertificates {
  files(number: ApplicationNumber, owner: string): Promise<Answered<readonly Output[]>>;
  sendFiles(number: ApplicationNumber, state: Conversation, around: Surroundings): Promise<Turn>;
  howTo(server: WebServer, number: ApplicationNumber, state: Conversation, around: Surroundings): Promise<Turn>;
  /** The key page, on which key and certificate come together. */
  finish(number: ApplicationNumber, state: Conversation, around: Surroundings): Promise<Turn>;
  lookAtSite(number: ApplicationNumber, state: Conversation, around: Surroundings): Promise<Turn>;
}
type WebServer = 'nginx' | 'apache' | 'iis' | 'tomcat';

type Refused = Extract<Answered<unknown>, { problem: unknown }>;

export const refused = (state: Conversation, { problem }: Refused): Turn =>
  aside({ text: [becauseOf(problem)], buttons: [[home]] }, state);

export function createIssuedCertificates(
  { applications, keyPage, installation }: Pick<Services, 'applications' | 'keyPage' | 'installation'>,
  buildFiles: BuildFiles,
): IssuedCertificates {
  async function files(number: ApplicationNumber, owner: string): Promise<Answered<readonly Output[]>> {
    const [read, certificates] = await Promise.all([
      applications.read(owner, number),
      applications.certificates(owner, number),
    ]);
    if ('problem' in certificates) return certificates;
    if ('problem' in read) return read;
    const domain = (read.value as OwnerView).domain;
    return { value: buildFiles(domain, certificates.value).map(({ name, bytes }) => ({ show: 'file', name, bytes })) };
  }

  async function sendFiles(number: ApplicationNumber, state: Conversation, { owner }: Surroundings): Promise<Turn> {
    const built = await files(number, owner);
    return 'problem' in built ? refused(state, built) : turn(state, ...built.value);
  }

  async function howTo(
    server: WebServer,
    number: ApplicationNumber,
    state: Conversation,
    { owner, now }: Surroundings,
  ): Promise<Turn> {
    const read = await applications.read(owner, number);
    if ('problem' in read) return refused(state, read);
    if (read.value.view !== 'owner') return aside(applicationCard(read.value, number, now), state);
    const { domain } = read.value;
    const text = [message(`how-to.${server}`, { domain: domain.replace('*', '_wildcard') })];
    return aside({ text, buttons: applicationButtons(read.value, number) }, state);
  }

  async function finish(number: ApplicationNumber, state: Conversation, { owner, now }: Surroundings): Promise<Turn> {
    const [read, certificates] = await Promise.all([
      applications.read(owner, number),
      applications.certificates(owner, number),
    ]);
    if ('problem' in certificates) return refused(state, certificates);
    if ('problem' in read) return refused(state, read);
    if (read.value.view !== 'owner') return aside(applicationCard(read.value, number, now), state);
    const url = await keyPage.finish({
      owner,
      number,
      language: state.language ?? 'ru',
      domain: read.value.domain,
      storage: read.value.keyStorage === 'java-key-store' ? 'java-key-store' : 'this-device',
      certificates: certificates.value,
    });
    const text = [message('device-key.finish', { domain: read.value.domain })];
    return aside({ text, buttons: [[{ label: message('device-key.finish-open'), url }], [home]] }, state);
  }

  async function lookAtSite(number: ApplicationNumber, state: Conversation, around: Surroundings): Promise<Turn> {
    if (isTooSoon(state, around.now)) return aside({ text: [message('installation.too-soon')], buttons: [] }, state);
    const [read, certificates] = await Promise.all([
      applications.read(around.owner, number),
      applications.certificates(around.owner, number),
    ]);
    if ('problem' in certificates) return refused(state, certificates);
    if ('problem' in read) return refused(state, read);
    if (read.value.view !== 'owner') return aside(applicationCard(read.value, number, around.now), state);
    const { domain, status } = read.value;
    around.progress(message('installation.looking', { domain }));
    const text = installationText(await installation.look(domain, certificates.value), domain, status);
    const buttons = [...applicationButtons(read.value, number), [home]];
    return aside({ text, buttons }, { ...state, lookedAt: around.now.toISOString() });
  }

  return { files, sendFiles, howTo, finish, lookAtSite };
}
