import type { FastifyInstance } from 'fastify';
import type { DeskDependencies } from '../dependencies.ts';
import type { Sessions } from '../login/sessions.ts';
import type { Tries } from '../login/tries.ts';
import type { Auditing } from '../requests/auditing.ts';
import type { Cookies } from '../requests/cookies.ts';
import type { Rendering } from './rendering.ts';

/** What a group of pages is made of. */
export interface DeskTools extends DeskDependencies {
  readonly rendering: Rendering;
  readonly sessions: Sessions;
  readonly tries: Tries;
  readonly cookies: Cookies;
  readonly note: Auditing;
}

export type DeskPages = (app: FastifyInstance, tools: DeskTools) => void;
