import type { FastifyRequest } from 'fastify';
import type { DeskDependencies } from '../dependencies.ts';
import { visitOf } from './visit.ts';

/** What the desk itself does; reading, confirming and refusing applications is audited where it happens, in `DeskWork`. */
export type DeskAct =
  | 'desk-login'
  | 'desk-login-refused'
  | 'desk-second-factor-refused'
  | 'desk-logout'
  | 'desk-password-changed'
  | 'desk-second-factor-on'
  | 'desk-second-factor-off'
  | 'desk-operator-added'
  | 'desk-operator-reset'
  | 'desk-operator-regions'
  | 'desk-operator-disabled'
  | 'desk-operator-enabled';

export type Auditing = (
  request: FastifyRequest,
  action: DeskAct,
  more?: { readonly subject?: string; readonly because?: string; readonly actorId?: string },
) => Promise<void>;

/** The actor is the visitor; nobody yet during a log-in, since what was typed as a name may be a password. */
export const createAuditing =
  ({ audit, clock }: DeskDependencies): Auditing =>
  async (request, action, { subject, because, actorId } = {}) => {
    const id = actorId ?? visitOf(request).session?.operator.id;
    await audit.append({
      at: clock(),
      actor: id === undefined ? 'visitor' : `operator:${id}`,
      action,
      subject: subject ?? id ?? '',
      ...(because !== undefined && { details: { because } }),
    });
  };
