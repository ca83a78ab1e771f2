// What an applicant is told about the site that was looked at: what is there, and what to do next.
import type { ApplicationStatus } from '../../contract/statuses.ts';
import { type Message, message } from '../../messages/message.ts';
import type { Conversation } from './conversation.ts';
import type { InstallationReport, ServedCertificate } from './services.ts';

/** Each look is a connection to somebody's server: not more often than this in one chat. */
const PAUSE_MS = 10_000;

export const isTooSoon = ({ lookedAt }: Conversation, now: Date): boolean =>
  lookedAt !== null && Math.abs(now.getTime() - Date.parse(lookedAt)) < PAUSE_MS;

export function installationText(
  report: InstallationReport,
  domain: string,
  status: ApplicationStatus,
): readonly Message[] {
  const about = 'unreachable' in report ? unreachable(report) : served(report, domain, status);
  const isWildcard = domain.startsWith('*.');
  return isWildcard ? [...about, message('installation.wildcard', { domain, host: report.host })] : about;
}

const unreachable = ({
  host,
  address = '',
  unreachable: reason,
}: Extract<InstallationReport, { unreachable: unknown }>): readonly Message[] => [
  message(`installation.${reason}`, { host, address }),
];

function served(
  { host, ...found }: ServedCertificate & { readonly host: string },
  domain: string,
  status: ApplicationStatus,
): readonly Message[] {
  const { which, validFrom, validTo, issuer } = found;
  // As the certificate files are named.
  const file = domain.replace('*', '_wildcard');
  const head = message(`installation.${headOf(found)}`, {
    host,
    address: found.address,
    file,
    validFrom,
    validTo,
    issuer,
  });
  if (which === 'foreign' || which === 'older') return [head, message('installation.replace', { file })];
  if (found.validity !== 'valid') return [head];
  return [
    head,
    message('installation.days-left', { validTo, count: found.daysLeft }),
    ...(found.isChainWhole ? [message('installation.root')] : []),
    ...(found.isChainWhole && status === 'issued' ? [message('installation.say-so')] : []),
  ];
}

/** The most urgent thing to say. */
function headOf({ which, isNamed, validity, isChainWhole }: ServedCertificate) {
  if (!isNamed) return 'other-name';
  if (which === 'foreign' || which === 'older') return which;
  if (validity !== 'valid') return validity;
  if (!isChainWhole) return 'incomplete';
  return which === 'newer' ? 'newer' : 'live';
}
