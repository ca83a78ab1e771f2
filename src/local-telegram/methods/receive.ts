import { type Parameters, readFlag, readInteger, readJson, readText } from '../parameters.ts';
import { badRequest, conflict } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Method } from './method.ts';

export const getUpdates: Method = (call, world, signal) => {
  if (world.webhook.settings())
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  allowKinds(call, world);
  const limit = readInteger(call, 'limit') ?? 100;
  return world.polling.poll({
    offset: readInteger(call, 'offset') ?? 0,
    limit: limit < 1 || limit > 100 ? 100 : limit,
    timeout: readInteger(call, 'timeout') ?? 0,
    signal,
  });
};

export const setWebhook: Method = (call, world) => {
  const url = readText(call, 'url') ?? '';
  const secretToken = readText(call, 'secret_token');
  if (secretToken && secretToken.length > 256) throw badRequest('secret token is too long');
  if (secretToken && !/^[A-Za-z0-9_-]+$/.test(secretToken))
    throw badRequest('secret token contains unallowed characters');
  if (url && !isUsable(url)) throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  const maxConnections = readInteger(call, 'max_connections') ?? 40;
  allowKinds(call, world);
  forgetPending(call, world);
  world.polling.interrupt('terminated by setWebhook request');
  const settings = {
    url,
    maxConnections: Math.min(Math.max(maxConnections, 1), 100),
    ...(secretToken && { secretToken }),
  };
  world.webhook.set(url ? settings : undefined);
  return true;
};

export const deleteWebhook: Method = (call, world) => {
  forgetPending(call, world);
  world.webhook.set(undefined);
  return true;
};

export const getWebhookInfo: Method = (_call, world) => {
  const settings = world.webhook.settings();
  const error = world.webhook.lastError();
  const kinds = world.queue.allowed();
  return {
    url: settings?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: world.queue.count(),
    ...(settings && { max_connections: settings.maxConnections, ip_address: '127.0.0.1' }),
    ...(error && { last_error_date: error.date, last_error_message: error.message }),
    ...(kinds?.length && { allowed_updates: kinds }),
  };
};

/** Plain HTTP only to this machine, where Telegram itself would insist on HTTPS. */
function isUsable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}

function allowKinds(call: Parameters, world: World): void {
  const kinds = readJson<string[]>(call, 'allowed_updates', 'allowed updates');
  if (kinds === undefined) return;
  if (!Array.isArray(kinds)) throw badRequest("can't parse allowed updates: expected an Array");
  if (String(kinds) !== String(world.queue.allowed() ?? [])) world.queue.allow(kinds);
}

function forgetPending(call: Parameters, world: World): void {
  if (readFlag(call, 'drop_pending_updates')) world.queue.keepNewest(0);
}
