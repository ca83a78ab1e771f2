import type { FastifyRequest } from 'fastify';
import type { Upload } from '../types.ts';

export interface ReadCall {
  values: Record<string, unknown>;
  files: Map<string, Upload>;
  multipart: boolean;
  asText: boolean;
}

const noFiles: Map<string, Upload> = new Map();

/** Collects a call's parameters from the query string and whichever body it has. */
export async function readMultipart(request: FastifyRequest): Promise<ReadCall> {
  const values: Record<string, unknown> = { ...(request.query as object) };
  const files = new Map<string, Upload>();
  for await (const part of request.parts()) {
    if (part.type === 'field') values[part.fieldname] = part.value;
    else files.set(part.fieldname, { name: part.filename, type: part.mimetype, bytes: await part.toBuffer() });
  }
  return { values, files, multipart: true, asText: true };
}

export function readPlain(request: FastifyRequest): ReadCall {
  const { body, query } = request;
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
  const values = { ...(query as Record<string, unknown>), ...(isObject && (body as Record<string, unknown>)) };
  return { values, files: noFiles, multipart: false, asText: !isJson };
}
