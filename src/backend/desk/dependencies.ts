import type { Database } from '../../database/database.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Translate } from '../../messages/messages.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Audit } from '../applications/audit.ts';
import type { AuditLog } from '../applications/audit-log.ts';
import type { DeskWork } from '../applications/desk-work.ts';
import type { Regions } from '../regions/regions.ts';
import type { Operators } from './operators/operators.ts';

export interface DeskDependencies {
  readonly work: DeskWork;
  readonly operators: Operators;
  readonly regions: Regions;
  readonly audit: Audit;
  readonly auditLog: AuditLog;
  readonly database: Database;
  readonly sealing: Sealing;
  readonly translate: Translate;
  readonly clock: Clock;
  /** Whether every operator has to set a second factor up before anything else. */
  readonly secondFactorRequired: boolean;
  /** Whether browsers reach the desk by https: then the cookies are `Secure`. */
  readonly secure: boolean;
  /** A synthetic IIN to offer the first operator of an installation that only tries things out. */
  readonly exampleIin?: string | undefined;
  /** 15 minutes without a request end a session, and 10 hours in any case. */
  readonly sessionLimits?: { readonly idleMs: number; readonly absoluteMs: number };
}
