import { badRequest } from './refusal.ts';
import type { Upload } from './types.ts';

/** A call as it arrived: JSON, form, multipart and query string all end up here. */
export interface Parameters {
  values: Record<string, unknown>;
  files: ReadonlyMap<string, Upload>;
}

/** Like the real server: a number may come as text, everything else is not a number. */
export function readInteger({ values }: Parameters, name: string): number | undefined {
  const value = values[name];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value === 'string' && /^-?\d{1,16}$/.test(value)) return Number(value);
  return undefined;
}

export function readText({ values }: Parameters, name: string): string | undefined {
  const value = values[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function readFlag({ values }: Parameters, name: string): boolean {
  const value = values[name];
  return (
    value === true || value === 1 || value === '1' || (typeof value === 'string' && /^(true|yes|t|y)$/i.test(value))
  );
}

/** An object or array, given as such or as JSON text; `what` names it in the refusal. */
export function readJson<T>({ values }: Parameters, name: string, what: string): T | undefined {
  const value = values[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') return value as T;
  try {
    return JSON.parse(value) as T;
  } catch {
    throw badRequest(`can't parse ${what} JSON object`);
  }
}
