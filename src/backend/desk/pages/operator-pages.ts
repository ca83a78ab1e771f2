// Administrators add operators, restore access and decide on regions.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperatorRefusal, OperatorRegions } from '../operators/operator.ts';
import type { DeskAct } from '../requests/auditing.ts';
import { listField, pathField, queryField, textField } from '../requests/form-fields.ts';
import { operatorOf } from '../requests/visit.ts';
import type { DeskPages } from './desk-pages.ts';

const access = { config: { desk: 'administrator' } } as const;

export const operatorPages: DeskPages = (app, { rendering, operators, regions, note }) => {
  const chosenRegions = (request: FastifyRequest): OperatorRegions => {
    const chosen = listField(request, 'regions');
    return chosen.includes('all')
      ? 'all'
      : regions.list.map(({ code }) => code).filter((code) => chosen.includes(code));
  };

  async function showList(
    request: FastifyRequest,
    reply: FastifyReply,
    values: Readonly<Record<string, unknown>> = {},
  ) {
    return rendering.page(request, reply, 'operators', {
      section: 'operators',
      here: `${rendering.base}/operators`,
      operators: await operators.list(),
      regions: regions.list,
      ...values,
    });
  }

  async function showOne(request: FastifyRequest, reply: FastifyReply, because?: OperatorRefusal) {
    const subject = await operators.find(pathField(request, 'name'));
    if (!subject) return rendering.message(request, reply, 'page-missing');
    return rendering.page(request, because ? reply.code(422) : reply, 'operator', {
      section: 'operators',
      here: `${rendering.base}/operators/${subject.name}`,
      subject,
      regions: regions.list,
      done: (['regions', 'disabled', 'enabled'] as const).find((each) => each === queryField(request, 'done')),
      problem: because && rendering.words(request).t(because),
    });
  }

  const noteAbout = async (request: FastifyRequest, action: DeskAct, name: string) =>
    note(request, action, { subject: (await operators.find(name))?.id ?? '' });

  app.get('/operators', access, (request, reply) => showList(request, reply));

  app.post('/operators', access, async (request, reply) => {
    const typed = { name: textField(request, 'name', 64), regions: chosenRegions(request) };
    const administrator = textField(request, 'administrator') === 'yes';
    const added = await operators.add({ ...typed, iin: textField(request, 'iin', 32), administrator });
    if ('because' in added) {
      const problem = rendering.words(request).t(added.because);
      return showList(request, reply.code(422), { problem, adding: true, typed });
    }
    const name = typed.name.trim().toLowerCase();
    await noteAbout(request, 'desk-operator-added', name);
    return showList(request, reply, { oneTime: { name, password: added.value } });
  });

  app.get('/operators/:name', access, (request, reply) => showOne(request, reply));

  app.post('/operators/:name/regions', access, async (request, reply) => {
    const name = pathField(request, 'name');
    const changed = await operators.setRegions(name, chosenRegions(request));
    if ('because' in changed) return showOne(request, reply, changed.because);
    await noteAbout(request, 'desk-operator-regions', name);
    return reply.redirect(`${rendering.base}/operators/${name}?done=regions`, 303);
  });

  app.post('/operators/:name/reset', access, async (request, reply) => {
    const name = pathField(request, 'name');
    if (name === operatorOf(request).name) return showOne(request, reply, 'operator-self');
    const reset = await operators.reset(name);
    if ('because' in reset) return showOne(request, reply, reset.because);
    await noteAbout(request, 'desk-operator-reset', name);
    return showList(request, reply, { oneTime: { name, password: reset.value } });
  });

  for (const [path, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    app.post(`/operators/:name/${path}`, access, async (request, reply) => {
      const name = pathField(request, 'name');
      if (name === operatorOf(request).name) return showOne(request, reply, 'operator-self');
      const changed = await operators.setDisabled(name, disabled);
      if ('because' in changed) return showOne(request, reply, changed.because);
      await noteAbout(request, `desk-operator-${path}d`, name);
      return reply.redirect(`${rendering.base}/operators/${name}?done=${path}d`, 303);
    });
  }
};
