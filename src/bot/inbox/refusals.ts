import { BotApiError } from './bot-api.ts';

export type Verdict =
  | { readonly to: 'accept' }
  | { readonly to: 'pause'; readonly seconds: number }
  | { readonly to: 'repeat' }
  | { readonly to: 'block' }
  | { readonly to: 'migrate'; readonly chatId: number }
  | { readonly to: 'refuse'; readonly errorClass: string };

export const UNCHANGED = /message is not modified/i;
/** Final for that chat. */
export const UNREACHABLE = /chat not found|user is deactivated|bot can't initiate conversation|PEER_ID_INVALID/i;

/** What a failed call means. Anything that is no refusal by Telegram may have taken effect, and is repeated. */
export function judge(error: unknown): Verdict {
  if (!(error instanceof BotApiError)) return { to: 'repeat' };
  const { code, description, retryAfter, migrateTo } = error;
  if (code === 429) return { to: 'pause', seconds: Math.max(1, retryAfter ?? 1) };
  if (migrateTo !== undefined) return { to: 'migrate', chatId: migrateTo };
  if (UNCHANGED.test(description)) return { to: 'accept' };
  if (code === 403 || UNREACHABLE.test(description)) return { to: 'block' };
  // 401 and 404: the token is wrong or revoked, which an operator repairs; nothing is wrong with the call.
  if (code >= 500 || code === 401 || (code === 404 && !/method/i.test(description))) return { to: 'repeat' };
  return { to: 'refuse', errorClass: `${code} ${kindOf(description)}` };
}

/** "Bad Request: can't parse entities: ..." goes on with what the person wrote; only the kind is kept. */
function kindOf(description: string): string {
  const kind = description.split(':')[1] ?? description;
  return kind
    .replace(/"[^"]*"/g, '')
    .replace(/[^a-zA-Z_' -]/g, '')
    .trim()
    .slice(0, 60);
}
