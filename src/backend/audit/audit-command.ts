// `npm run audit -- verify | head | export`. Knows the words; what is opened and where it is written comes in.
import type { Clock } from '../../domain/clock.ts';
import type { AuditMac } from '../storage/audit-chain.ts';
import type { AuditReading } from '../storage/audit-reading.ts';
import { appendHead, readHeads } from './exported-heads.ts';
import { type AuditHead, type Finding, type Verified, verifyAudit } from './verify-audit.ts';

export interface AuditCommandParts {
  readonly reading: AuditReading;
  readonly macOf: AuditMac;
  /** AUDIT_HEAD_FILE. */
  readonly headFile: string | undefined;
  readonly clock: Clock;
  readonly write: (line: string) => void;
}

const usage = `usage: npm run audit -- verify | head | export
  verify   goes through the whole log, and beside it through the exported heads; exit status 1 when anything was found
  head     prints where the log ends: keep it where nobody who can write the database can write
  export   appends it to AUDIT_HEAD_FILE, as the running backend does every five minutes`;

/** The exit status. */
export async function runAuditCommand(words: readonly string[], parts: AuditCommandParts): Promise<number> {
  const { reading, headFile, clock, write } = parts;
  switch (words.join(' ')) {
    case 'verify':
      return verify(parts);
    case 'head': {
      const { sequence, mac } = await reading.head();
      write(`${sequence} ${mac}`);
      return 0;
    }
    case 'export':
      if (headFile === undefined) {
        write('AUDIT_HEAD_FILE is not set');
        return 2;
      }
      await appendHead(headFile, await reading.head(), clock());
      return 0;
    default:
      write(usage);
      return 2;
  }
}

/** More than these are counted and not told: one cut may break every line after it. */
const TOLD = 50;

async function verify({ reading, macOf, headFile, write }: AuditCommandParts): Promise<number> {
  // What is appended meanwhile is behind this head; heads exported meanwhile are in the file after its present end.
  const exported = headFile === undefined ? none() : await begun(readHeads(headFile));
  const head = await reading.head();
  const checking = verifyAudit({ lines: reading.lines(head.sequence), head, exported, macOf });
  let found = 0;
  for (let step = await checking.next(); ; step = await checking.next()) {
    if (step.done) return summarize(step.value, found, headFile, write);
    found += 1;
    if (found <= TOLD) write(describe(step.value));
  }
}

function summarize(
  { lines, exported }: Verified,
  found: number,
  headFile: string | undefined,
  write: (line: string) => void,
) {
  if (found > TOLD) write(`... and ${found - TOLD} more`);
  if (headFile === undefined) write('AUDIT_HEAD_FILE is not set: without exported heads a cut end cannot be seen');
  write(`${lines} lines, ${exported} exported heads: ${found === 0 ? 'nothing was changed' : `${found} findings`}`);
  return found === 0 ? 0 : 1;
}

function describe(finding: Finding): string {
  switch (finding.kind) {
    case 'changed':
      return `line ${finding.at} was changed, moved, or written without the key`;
    case 'replaced-before':
      return `line ${finding.at} was written after another line than the one before it now`;
    case 'removed':
      return `lines ${finding.from} to ${finding.to} were removed`;
    case 'head':
      return `the log ends with line ${finding.at}, but its head says ${finding.says}`;
    case 'cut':
      return `the log ends with line ${finding.at}, but had ${finding.exported} lines when its head was exported`;
    case 'rewritten':
      return `line ${finding.at} is another one than when its head was exported`;
    case 'went-back':
      return `exported heads went back from ${finding.at} to ${finding.exported}: the log was cut in between`;
  }
}

async function* none(): AsyncGenerator<AuditHead> {}

/** Looks at the size of the file now, not when the first head is wanted. */
async function begun(heads: AsyncGenerator<AuditHead>): Promise<AsyncGenerator<AuditHead>> {
  const first = await heads.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* heads;
  })();
}
