// What an applicant does with a certificate that was issued: fetch its files, install it, see whether the site has it.
import type { Certificates } from '../../contract/schemas.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { message } from '../../messages/message.ts';
import { applicationButtons, home } from './application-card.ts';
import type { Conversation } from './conversation.ts';
import { installationText, isTooSoon } from './installation.ts';
import type { Output } from './output.ts';
import { readIssued, readOwn, refused } from './read-own.ts';
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

export function createIssuedCertificates(
  { applications, keyPage, installation }: Pick<Services, 'applications' | 'keyPage' | 'installation'>,
  buildFiles: BuildFiles,
): IssuedCertificates {
  async function files(number: ApplicationNumber, owner: string): Promise<Answered<readonly Output[]>> {
    const issued = await readIssued(applications, owner, number);
    if ('problem' in issued) return issued;
    const { view, certificates } = issued.value;
    return { value: buildFiles(view.domain, certificates).map(({ name, bytes }) => ({ show: 'file', name, bytes })) };
  }

  async function sendFiles(number: ApplicationNumber, state: Conversation, { owner }: Surroundings): Promise<Turn> {
    const built = await files(number, owner);
    return 'problem' in built ? refused(state, built) : turn(state, ...built.value);
  }

  async function howTo(
    server: WebServer,
    number: ApplicationNumber,
    state: Conversation,
    { owner }: Surroundings,
  ): Promise<Turn> {
    const read = await readOwn(applications, owner, number);
    if ('problem' in read) return refused(state, read);
    const text = [message(`how-to.${server}`, { domain: read.value.domain.replace('*', '_wildcard') })];
    return aside({ text, buttons: applicationButtons(read.value, number) }, state);
  }

  async function finish(number: ApplicationNumber, state: Conversation, { owner }: Surroundings): Promise<Turn> {
    const issued = await readIssued(applications, owner, number);
    if ('problem' in issued) return refused(state, issued);
    const { view, certificates } = issued.value;
    const { domain } = view;
    const url = await keyPage.finish({
      ...{ owner, number, domain, certificates },
      language: state.language ?? 'ru',
      storage: view.keyStorage === 'java-key-store' ? 'java-key-store' : 'this-device',
    });
    const text = [message('device-key.finish', { domain })];
    return aside({ text, buttons: [[{ label: message('device-key.finish-open'), url }], [home]] }, state);
  }

  async function lookAtSite(number: ApplicationNumber, state: Conversation, around: Surroundings): Promise<Turn> {
    if (isTooSoon(state, around.now)) return aside({ text: [message('installation.too-soon')], buttons: [] }, state);
    const issued = await readIssued(applications, around.owner, number);
    if ('problem' in issued) return refused(state, issued);
    const { view, certificates } = issued.value;
    const { domain, status } = view;
    around.progress(message('installation.looking', { domain }));
    const text = installationText(await installation.look(domain, certificates), domain, status);
    const buttons = [...applicationButtons(view, number), [home]];
    return aside({ text, buttons }, { ...state, lookedAt: around.now.toISOString() });
  }

  return { files, sendFiles, howTo, finish, lookAtSite };
}
