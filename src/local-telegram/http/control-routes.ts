import type { FastifyInstance } from 'fastify';
import type { CallLog } from '../call-log.ts';
import type { FaultRule, Faults } from '../faults.ts';
import { createGroup, type GroupRequest } from '../group.ts';
import type { SendRate } from '../send-rate.ts';
import type { World } from '../world.ts';

export interface ControlParts {
  world: World;
  log: CallLog;
  faults: Faults;
  rate: SendRate;
}

/** For tests in other processes, under `/local/`: faults, rate, groups and the log of the bot's calls. */
export function addControlRoutes(server: FastifyInstance, { world, log, faults, rate }: ControlParts): void {
  server.post<{ Body: FaultRule }>('/local/faults', ({ body }) => {
    faults.add(body);
    return { added: true };
  });
  server.delete('/local/faults', () => {
    faults.clear();
    return { cleared: true };
  });
  server.post<{ Body: { perSecond?: number } }>('/local/rate', ({ body }) => {
    rate.restrict(body.perSecond);
    return rate.counted;
  });
  server.get('/local/rate', () => rate.counted);
  server.post<{ Body: GroupRequest }>('/local/groups', ({ body }) => createGroup(world, body).chat);
  server.get<{ Querystring: { method?: string } }>('/local/calls', ({ query }) => ({
    count: log.count(query.method),
    problems: log.problems(),
    calls: log.entries(query.method).slice(-1000),
  }));
  server.delete('/local/calls', () => {
    log.clear();
    return { cleared: true };
  });
}
