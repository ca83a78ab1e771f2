import type { Database } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { Translate } from '../messages/messages.ts';
import { drawSheet } from './charts/charts.ts';
import type { Flow } from './conversation/flow.ts';
import type { Route } from './inbox/routes.ts';
import { createGuard } from './staff/guard.ts';
import type { Staff } from './staff/staff.ts';
import { createStats } from './stats/stats.ts';
import { createFigureBooks } from './storage/figure-books.ts';
import { createStaffAudit } from './storage/staff-store.ts';

/** The figures, put together. */
export function openStats(parts: {
  readonly database: Database;
  readonly staff: Staff;
  readonly flow: Flow;
  readonly translate: Translate;
  readonly clock: Clock;
  readonly groupId: number | undefined;
}): Route {
  const audit = createStaffAudit(parts.database);
  return createStats({
    ...parts,
    audit,
    guard: createGuard(parts.staff, audit),
    books: createFigureBooks(parts.database),
    draw: drawSheet,
    steps: parts.flow.map(({ name }) => name),
  });
}
