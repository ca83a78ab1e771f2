import { readFileSync } from 'node:fs';

// The data file says for every method and object: name -> "types [?] [limit]", for example
// "String 1-4096c", "Integer|String", "**InlineKeyboardButton", "String? 1-64b". A list holds subtypes.

type Fields = Record<string, string>;
type Complain = (problem: string) => void;

interface Rule {
  types: string[];
  required: boolean;
  limit: { least: number; most: number; inBytes: boolean } | undefined;
}

const spec: { methods: Record<string, Fields>; types: Record<string, Fields | string[]> } = JSON.parse(
  readFileSync(new URL('./bot-api-spec.json', import.meta.url), 'utf8'),
);
const rules = new Map<string, Rule>();

/** What telegraf adds to every call; the real server passes over them. */
const tolerated = new Set(['hide', 'method']);

/** Where a call departs from the official Bot API: unknown or missing names, wrong types, lengths out of range. */
export function validateCall(method: string, params: Record<string, unknown>, how: Arrival): string[] {
  const fields = spec.methods[method];
  if (!fields) return ['no such method'];
  const problems: string[] = [];
  const uploads = uploadsAmong(fields, how.files);
  checkFields(fields, { ...params, ...uploads }, '', how.asText, (problem) => problems.push(problem));
  // these limits count the characters that are left after parsing; the method itself checks them then
  return params.parse_mode ? problems.filter((problem) => !/^(text|caption): length/.test(problem)) : problems;
}

/** In multipart, forms and query strings numbers and flags come as text. */
export interface Arrival {
  files: ReadonlySet<string>;
  asText: boolean;
}

const upload = Symbol('upload');

function uploadsAmong(fields: Fields, files: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries([...files].filter((name) => name in fields).map((name) => [name, upload]));
}

function checkFields(fields: Fields, values: object, path: string, asText: boolean, complain: Complain): void {
  for (const [name, written] of Object.entries(fields))
    if (ruleFor(written).required && (values as Record<string, unknown>)[name] === undefined)
      complain(`${path}${name}: required`);
  for (const [name, value] of Object.entries(values)) {
    const written = fields[name];
    if (written === undefined && !tolerated.has(name)) complain(`${path}${name}: unknown`);
    if (written === undefined || value === undefined || value === null) continue;
    const rule = ruleFor(written);
    checkValue(path ? value : unpack(value, rule), rule, `${path}${name}`, asText, complain);
  }
}

function ruleFor(written: string): Rule {
  const known = rules.get(written);
  if (known) return known;
  const [, names = '', optional, least, most, unit] = /^(.+?)(\?)?(?: (\d+)-(\d+)([cb]))?$/.exec(written) ?? [];
  const limit = unit ? { least: Number(least), most: Number(most), inBytes: unit === 'b' } : undefined;
  const rule = { types: names.split('|'), required: !optional, limit };
  rules.set(written, rule);
  return rule;
}

/** At the top level an object may come as JSON text. */
function unpack(value: unknown, rule: Rule): unknown {
  if (typeof value !== 'string' || rule.types.some((type) => plain.has(type))) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const plain = new Set(['String', 'Integer', 'Float', 'Boolean', 'InputFile']);

/** One of the types must fit; otherwise the complaints of the nearest one are told. */
function checkValue(value: unknown, rule: Rule, path: string, asText: boolean, complain: Complain): void {
  let nearest: string[] | undefined;
  for (const type of rule.types) {
    const problems: string[] = [];
    checkType(value, type, rule, path, asText, (problem) => problems.push(problem));
    if (problems.length === 0) return;
    if (!nearest || problems.length < nearest.length) nearest = problems;
  }
  // the page says of keyboards: a plain string stands for a button
  if (typeof value === 'string' && rule.types.includes('KeyboardButton')) return;
  for (const problem of nearest ?? []) complain(problem);
}

function checkType(value: unknown, type: string, rule: Rule, path: string, asText: boolean, complain: Complain): void {
  if (type.startsWith('*')) checkArray(value, type.slice(1), path, complain);
  else if (!plain.has(type)) checkObject(value, type, path, complain);
  else if (type === 'String' && typeof value === 'string') checkLength(value, rule, path, complain);
  else if (!isPlain(value, type, asText))
    complain(`${path}: not ${type === 'InputFile' ? 'an upload' : `of type ${type}`}`);
}

function isPlain(value: unknown, type: string, asText: boolean): boolean {
  if (type === 'InputFile') return value === upload;
  if (type === 'Integer') return Number.isInteger(value) || (asText && /^-?\d+$/.test(String(value)));
  if (type === 'Float')
    return (
      typeof value === 'number' || (asText && typeof value === 'string' && value !== '' && !Number.isNaN(Number(value)))
    );
  return type === 'Boolean' && (typeof value === 'boolean' || (asText && /^(true|false)$/i.test(String(value))));
}

function checkLength(value: string, { limit }: Rule, path: string, complain: Complain): void {
  if (!limit) return;
  const length = limit.inBytes ? Buffer.byteLength(value) : value.length;
  if (length < limit.least || length > limit.most)
    complain(
      `${path}: length ${length} outside ${limit.least}-${limit.most} ${limit.inBytes ? 'bytes' : 'characters'}`,
    );
}

function checkArray(value: unknown, type: string, path: string, complain: Complain): void {
  if (!Array.isArray(value)) complain(`${path}: not an Array`);
  else
    for (const [index, element] of value.entries())
      checkValue(element, ruleFor(type), `${path}[${index}]`, false, complain);
}

function checkObject(value: unknown, type: string, path: string, complain: Complain): void {
  const fields = spec.types[type];
  if (!isObject(value)) complain(`${path}: not a ${type}`);
  else if (Array.isArray(fields)) checkValue(value, ruleFor(fields.join('|')), path, false, complain);
  else checkFields(fields ?? {}, value, `${path}.`, false, complain);
  if (isObject(value) && type === 'InlineKeyboardButton') checkButton(value, path, complain);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkButton(button: object, path: string, complain: Complain): void {
  const notActions = new Set(['text', 'hide', 'icon_custom_emoji_id', 'style']);
  const count = Object.keys(button).filter((name) => !notActions.has(name)).length;
  if (count !== 1) complain(`${path}: ${count} actions, must be one`);
}
