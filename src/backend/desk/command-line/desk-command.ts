import { parseArgs } from 'node:util';
import type { Operator, OperatorRefusal, OperatorRegions } from '../operators/operator.ts';
import type { Operators } from '../operators/operators.ts';
import type { DeskAct } from '../requests/auditing.ts';

/** What a command needs opened, and closed again whatever happens. */
export interface OpenedDesk {
  readonly operators: Operators;
  readonly regionCodes: readonly string[];
  note(action: DeskAct, operatorName: string): Promise<void>;
  close(): Promise<void>;
}

export interface Terminal {
  open(): Promise<OpenedDesk>;
  /** An answer that is neither in the history of the shell nor in the list of processes. */
  ask(question: string): Promise<string>;
  write(line: string): void;
}

const usage = `usage: npm run desk -- add-operator NAME --regions KZ-75,KZ-71|all [--administrator]   (asks for the IIN)
       npm run desk -- reset NAME
       npm run desk -- list`;

const refusals: Record<OperatorRefusal, string> = {
  'operator-name-form':
    'a name has 2 to 32 lower-case Latin letters, digits, dots and hyphens, and begins with a letter',
  'operator-name-taken': 'there is an operator of this name already',
  'operator-unknown': 'there is no operator of this name',
  'operator-regions': '--regions must name at least one region, such as --regions KZ-75,KZ-71, or all',
  'operator-iin': 'this is not a valid IIN',
  'operator-self': 'not possible for the own account',
};

/** The exit code: 0 done, 1 refused, 2 not understood. */
export async function runDeskCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const command = readCommand(args);
  if (!command) {
    terminal.write(usage);
    return 2;
  }
  const iin = command.name === 'add-operator' ? await terminal.ask('IIN of the operator: ') : '';
  const desk = await terminal.open();
  try {
    if (command.name === 'list') return await list(desk, terminal);
    const result =
      command.name === 'reset'
        ? await desk.operators.reset(command.operator)
        : await addOperator(desk, command, iin, terminal);
    if ('because' in result) {
      terminal.write(refusals[result.because]);
      return 1;
    }
    await desk.note(command.name === 'reset' ? 'desk-operator-reset' : 'desk-operator-added', command.operator);
    terminal.write(`one-time password of ${command.operator}: ${result.value}`);
    return 0;
  } finally {
    await desk.close();
  }
}

interface DeskCommand {
  readonly name: 'add-operator' | 'reset' | 'list';
  readonly operator: string;
  readonly regions: string;
  readonly administrator: boolean;
}

function readCommand(args: readonly string[]): DeskCommand | undefined {
  try {
    const options = { regions: { type: 'string' }, administrator: { type: 'boolean' } } as const;
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [name, operator = '', ...others] = positionals;
    if (name !== 'add-operator' && name !== 'reset' && name !== 'list') return undefined;
    if (others.length > 0 || (operator === '') !== (name === 'list')) return undefined;
    const { regions = '', administrator = false } = values;
    return { name, operator: operator.toLowerCase(), regions, administrator };
  } catch {
    return undefined;
  }
}

async function addOperator(
  { operators, regionCodes }: OpenedDesk,
  { operator, regions: named, administrator }: DeskCommand,
  iin: string,
  { write }: Terminal,
): ReturnType<Operators['add']> {
  const regions = readRegionCodes(named);
  const unknown = regions === 'all' ? [] : regions.filter((code) => !regionCodes.includes(code));
  if (unknown.length > 0) {
    write(`there is no region ${unknown.join(', ')}; there are ${regionCodes.join(', ')}`);
    return { because: 'operator-regions' };
  }
  return operators.add({ name: operator, iin, regions, administrator });
}

const readRegionCodes = (text: string): OperatorRegions =>
  text === 'all'
    ? 'all'
    : text
        .split(',')
        .map((code) => code.trim().toUpperCase())
        .filter((code) => code !== '');

async function list({ operators }: OpenedDesk, { write }: Terminal): Promise<number> {
  for (const operator of await operators.list()) write(lineOf(operator));
  return 0;
}

function lineOf({
  name,
  regions,
  administrator,
  hasSecondFactor,
  loggedInAt,
  disabledAt,
  mustChange,
}: Operator): string {
  const state = disabledAt ? 'disabled' : mustChange ? 'to log in first' : 'active';
  return [
    name,
    state,
    regions === 'all' ? 'all regions' : regions.join(','),
    ...(administrator ? ['administrator'] : []),
    ...(hasSecondFactor ? ['second factor'] : []),
    loggedInAt ? `last log-in ${loggedInAt.toISOString()}` : 'never logged in',
  ].join('  ');
}
