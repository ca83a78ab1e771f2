import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Person } from '../person.ts';
import type { LocalUser } from '../types.ts';
import type { World } from '../world.ts';
import { viewChat, viewPeople } from './chat-view.ts';

const largestUpload = 50 * 1024 * 1024;

interface Act {
  user: number;
  text: string;
  message: number;
  button: string;
  chatId?: number;
  threadId?: number;
  replyTo?: number;
  blocked?: boolean;
  phone?: string;
}

/** What a person does on the page, under `/local/`: the same as `person()` does in a test. */
export function addChatRoutes(server: FastifyInstance, world: World, person: (userId: number) => Person): void {
  server.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: largestUpload },
    (_request, body, done) => done(null, body),
  );

  server.get('/local/people', () => viewPeople(world));
  server.get<{ Querystring: { user: string; chat?: string } }>('/local/chat', ({ query }) => {
    const { user } = person(Number(query.user));
    return viewChat(world, user, Number(query.chat ?? user.id));
  });

  server.post<{ Body: Act }>('/local/say', ({ body }) => person(body.user).say(String(body.text), placeIn(body)));
  server.post<{ Body: Act }>('/local/press', ({ body }) => {
    const { queryId } = person(body.user).press(Number(body.message), String(body.button), placeIn(body));
    return { queryId };
  });
  server.post<{ Body: Act }>('/local/contact', ({ body }) =>
    person(body.user).sendContact(body.phone ?? '+70000000000', placeIn(body)),
  );
  server.post<{ Body: Act }>('/local/block', ({ body }) => {
    const one = person(body.user);
    if (body.blocked) one.block();
    else one.unblock();
    return { blocked: world.people.isBlocking(body.user) };
  });
  server.post<{ Body: Omit<LocalUser, 'synthetic'> }>('/local/people', ({ body }) => {
    world.people.add({ ...body, staff: body.staff === true, synthetic: true });
    return { id: body.id };
  });
  addUpload(server, person);
  addDownload(server, world);
}

interface UploadQuery {
  user: string;
  name: string;
  type?: string;
  as?: string;
  caption?: string;
  chat?: string;
  thread?: string;
}

function addUpload(server: FastifyInstance, person: (userId: number) => Person): void {
  const options = { bodyLimit: largestUpload };
  server.post<{ Querystring: UploadQuery; Body: Buffer }>('/local/upload', options, ({ query, body }) => {
    const { name, type, caption } = query;
    const one = person(Number(query.user));
    const chatId = query.chat === undefined ? undefined : Number(query.chat);
    const place = placeIn({
      ...(chatId !== undefined && { chatId }),
      ...(query.thread && { threadId: Number(query.thread) }),
    });
    if (query.as === 'photo') return one.sendPhoto(body, caption, place);
    return one.sendFile({ name, bytes: body, ...(type && { type }), ...(caption && { caption }) }, place);
  });
}

const shownTypes: [string, RegExp][] = [
  ['image/png', /^\x89PNG/],
  ['image/jpeg', /^\xff\xd8/],
  ['image/gif', /^GIF8/],
  ['image/webp', /^RIFF....WEBP/s],
];

/** Pictures are shown; everything else is only ever saved, whatever it says it is. */
function addDownload(server: FastifyInstance, world: World): void {
  server.get<{ Params: { id: string } }>('/local/file/:id', ({ params }, reply): FastifyReply => {
    const file = world.files.byId(params.id);
    if (!file) return reply.code(404).send({ problem: 'no such file' });
    const bytes = world.files.bytes(file);
    const [picture] = shownTypes.find(([, start]) => start.test(bytes.toString('latin1', 0, 16))) ?? [];
    reply.header('cache-control', 'private, max-age=86400, immutable');
    if (picture && file.kind === 'photos') return reply.type(picture).send(bytes);
    reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name || 'file')}`);
    return reply.type('application/octet-stream').send(bytes);
  });
}

function placeIn({ chatId, threadId, replyTo }: Partial<Act>) {
  return {
    ...(chatId !== undefined && { chatId }),
    ...(threadId !== undefined && { threadId }),
    ...(replyTo !== undefined && { replyTo }),
  };
}
