// Reads variables once, at start. Each program says which it wants; all problems come out together, one line each.
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

type Variables = Readonly<Record<string, string | undefined>>;

/** Judges one variable's text; throws nothing: a reason instead of a value is a problem of the configuration. */
export type Reading<Value> = (text: string | undefined) => { readonly value: Value } | { readonly because: string };

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads every variable of the table. A secret can also come from a file named by `<NAME>_FILE`.
 * Throws `ConfigurationError` with one line per problem; a line names the variable and never repeats its value.
 */
export function readEnvironment<Table extends Readonly<Record<string, Reading<unknown>>>>(
  variables: Variables,
  table: Table,
): { readonly [Name in keyof Table]: Table[Name] extends Reading<infer Value> ? Value : never } {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, reading] of Object.entries(table)) {
    const result = readVariable(variables, name, reading);
    if ('because' in result) problems.push(`${name}: ${result.because}`);
    else values[name] = result.value;
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return values as ReturnType<typeof readEnvironment<Table>>;
}

function readVariable(variables: Variables, name: string, reading: Reading<unknown>): ReturnType<Reading<unknown>> {
  const file = variables[`${name}_FILE`];
  if (file === undefined || file === '') return reading(variables[name]?.trim() || undefined);
  try {
    return reading(readFileSync(file, 'utf8').trim() || undefined);
  } catch {
    return { because: `cannot read the file that ${name}_FILE names` };
  }
}

export const text =
  (fallback?: string): Reading<string> =>
  (given) => {
    const value = given ?? fallback;
    return value === undefined ? { because: 'must be set' } : { value };
  };

export const optional =
  <Value>(reading: Reading<Value>): Reading<Value | undefined> =>
  (given) =>
    given === undefined ? { value: undefined } : reading(given);

export const oneOf =
  <const Choice extends string>(choices: readonly Choice[], fallback: Choice): Reading<Choice> =>
  (given) => {
    const value = choices.find((choice) => choice === (given ?? fallback));
    return value === undefined ? { because: `must be one of: ${choices.join(', ')}` } : { value };
  };

export const port =
  (fallback: number): Reading<number> =>
  (given) => {
    const value = given === undefined ? fallback : Number(given);
    return Number.isInteger(value) && value >= 0 && value <= 65_535
      ? { value }
      : { because: 'must be a port, a whole number from 0 to 65535' };
  };

export const wholeNumber =
  (fallback: number, least: number, most: number): Reading<number> =>
  (given) => {
    const value = given === undefined ? fallback : Number(given);
    return Number.isInteger(value) && value >= least && value <= most
      ? { value }
      : { because: `must be a whole number from ${least} to ${most}` };
  };

/** `protocols` with the colon, as URL has them. */
export const url =
  (protocols: readonly string[], fallback?: string): Reading<string> =>
  (given) => {
    const value = given ?? fallback;
    if (value === undefined) return { because: 'must be set' };
    return URL.canParse(value) && protocols.includes(new URL(value).protocol)
      ? { value: value.replace(/\/+$/, '') }
      : { because: `must be a URL that begins with ${protocols.map((each) => `${each}//`).join(' or ')}` };
  };

/** Telegram user ids, separated by commas or spaces. */
export const userIds: Reading<readonly number[]> = (given) => {
  const ids = (given ?? '').split(/[\s,]+/).filter((id) => id !== '');
  return ids.every((id) => /^\d{1,15}$/.test(id))
    ? { value: ids.map(Number) }
    : { because: 'must be Telegram user ids, separated by commas' };
};

/** IP addresses and networks (`192.0.2.0/24`), separated by commas or spaces. */
export const networks: Reading<readonly string[]> = (given) => {
  const list = (given ?? '').split(/[\s,]+/).filter((each) => each !== '');
  const isNetwork = (each: string) => {
    const [address = '', bits, ...more] = each.split('/');
    const most = isIP(address) === 6 ? 128 : 32;
    return (
      isIP(address) > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
    );
  };
  return list.every(isNetwork)
    ? { value: list }
    : { because: 'must be IP addresses or networks such as 192.0.2.0/24, separated by commas' };
};

/** A Telegram group's id, which is negative. */
export const groupId: Reading<number> = (given) =>
  given !== undefined && /^-\d{1,15}$/.test(given)
    ? { value: Number(given) }
    : { because: 'must be the id of a Telegram group, a negative number' };

/** A key of 32 bytes or more as base64 or hex, such as `openssl rand -base64 32` prints. */
export const secretKey: Reading<Uint8Array> = (given) => {
  if (given === undefined) return { because: 'must be set' };
  const bytes = Buffer.from(given, /^[0-9a-f]{64,}$/i.test(given) ? 'hex' : 'base64');
  return bytes.length >= 32 ? { value: bytes } : { because: 'must be at least 32 bytes, as base64 or hex' };
};
