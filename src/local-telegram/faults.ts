import { badRequest, forbidden, Refusal, tooManyRequests } from './refusal.ts';

/**
 * A fault on demand. `429` to `500` refuse and change nothing; `hang` never answers and changes nothing;
 * `cut` does what was asked and then breaks the connection, so that the caller cannot know.
 */
export interface FaultRule {
  method?: string;
  chatId?: number;
  times: number;
  as: '429' | '403' | '400' | '500' | 'hang' | 'cut';
  retryAfter?: number;
}

export interface Faults {
  add(rule: FaultRule): void;
  clear(): void;
  /** Uses one of the rule's times. */
  next(method: string, chatId: unknown): FaultRule | undefined;
}

export function createFaults(): Faults {
  let rules: FaultRule[] = [];
  return {
    add: (rule) => void rules.push({ ...rule }),
    clear() {
      rules = [];
    },
    next(method, chatId) {
      if (rules.length === 0) return undefined;
      const rule = rules.find(
        (one) =>
          (!one.method || one.method === method) && (one.chatId === undefined || String(one.chatId) === String(chatId)),
      );
      if (rule && --rule.times <= 0) rules = rules.filter((one) => one !== rule);
      return rule;
    },
  };
}

export function refusalOf(rule: FaultRule): Refusal | undefined {
  if (rule.as === '429') return tooManyRequests(rule.retryAfter ?? 1);
  if (rule.as === '403') return forbidden('bot was blocked by the user');
  if (rule.as === '400') return badRequest('chat not found');
  return rule.as === '500' ? new Refusal(500, 'Internal Server Error') : undefined;
}
