import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';

const largestUpload = 50 * 1024 * 1024;

/** The HTTP server with the body readers and error answers of the Bot API. */
export async function createServer(): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
  });
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    readJsonBody(String(body), done),
  );
  await server.register(formbody);
  await server.register(multipart, {
    limits: { fileSize: largestUpload, files: 10, fields: 100, fieldSize: 1024 * 1024 },
  });
  server.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    payload.on('end', () => done(null, undefined));
  });
  server.setErrorHandler<FastifyError>((error, _request, reply) => {
    const code = error.statusCode ?? 500;
    const description =
      code === 413
        ? 'Request Entity Too Large'
        : code === 400
          ? `Bad Request: ${error.message}`
          : 'Internal Server Error';
    if (code >= 500) console.error(error);
    return reply.code(code).send({ ok: false, error_code: code, description });
  });
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ ok: false, error_code: 404, description: 'Not Found' }),
  );
  return server;
}

function readJsonBody(body: string, done: (error: Error | null, value?: unknown) => void): void {
  try {
    done(null, body === '' ? {} : JSON.parse(body));
  } catch {
    done(Object.assign(new Error("can't parse JSON object"), { statusCode: 400 }));
  }
}
