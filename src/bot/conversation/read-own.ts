// An application as its owner has it, which is what most of the chat's buttons are about.
import { problem } from '../../contract/problems.ts';
import type { Certificates, OwnerView } from '../../contract/schemas.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { home } from './application-card.ts';
import type { Conversation } from './conversation.ts';
import { becauseOf } from './refusals.ts';
import type { Answered, Applications } from './services.ts';
import { aside, type Turn } from './turn.ts';

/** Anybody else is refused, as with what the backend itself keeps for owners. */
export async function readOwn(
  applications: Pick<Applications, 'read'>,
  owner: string,
  number: ApplicationNumber,
): Promise<Answered<OwnerView>> {
  const read = await applications.read(owner, number);
  if ('problem' in read) return read;
  return read.value.view === 'owner' ? { value: read.value } : { problem: problem('application-not-owned') };
}

export interface Issued {
  readonly view: OwnerView;
  readonly certificates: Certificates;
}

/** The same with its certificates; refused while there are none. */
export async function readIssued(
  applications: Pick<Applications, 'read' | 'certificates'>,
  owner: string,
  number: ApplicationNumber,
): Promise<Answered<Issued>> {
  const [read, certificates] = await Promise.all([
    readOwn(applications, owner, number),
    applications.certificates(owner, number),
  ]);
  if ('problem' in certificates) return certificates;
  return 'problem' in read ? read : { value: { view: read.value, certificates: certificates.value } };
}

type Refused = Extract<Answered<unknown>, { problem: unknown }>;

export const refused = (state: Conversation, { problem: because }: Refused): Turn =>
  aside({ text: [becauseOf(because)], buttons: [[home]] }, state);
