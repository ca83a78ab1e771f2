// What a button below a question's header carries.
const actions = ['take', 'assign', 'close', 'reopen', 'canned', 'tag', 'back'] as const;
export type TicketAction = (typeof actions)[number];

export interface TicketPress {
  readonly action: TicketAction;
  readonly ticketId: number;
  /** Of the ready answer or the tag that was chosen, or the colleague's id. */
  readonly name: string | undefined;
}

const PREFIX = 'sup';

/** At most 64 bytes: names have 20 letters, of two bytes each. */
export const writeButton = (action: TicketAction, ticketId: number, name?: string): string =>
  [PREFIX, action, ticketId, ...(name === undefined ? [] : [name])].join(':');

export const isTicketPress = (data: string | undefined): boolean => data?.startsWith(`${PREFIX}:`) === true;

export function readButton(data: string): TicketPress | undefined {
  const [, verb, id, name] = /^sup:(\w+):(\d{1,9})(?::(.{1,40}))?$/u.exec(data) ?? [];
  const action = actions.find((each) => each === verb);
  return action && { action, ticketId: Number(id), name };
}
