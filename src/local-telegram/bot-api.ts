import type { createCallLog } from './call-log.ts';
import { type Faults, refusalOf } from './faults.ts';
import { methodNamed, methods } from './methods/methods.ts';
import type { Parameters } from './parameters.ts';
import { Refusal } from './refusal.ts';
import type { SendRate } from './send-rate.ts';
import { validateCall } from './validate.ts';
import type { World } from './world.ts';

type Answer =
  | { ok: true; result: unknown }
  | { ok: false; error_code: number; description: string; parameters?: Refusal['parameters'] };

/** What the HTTP side does: answers, keeps the caller waiting, or breaks the connection. */
export type Outcome = Answer | 'hang' | 'cut';

interface BotCall extends Parameters {
  method: string;
  multipart: boolean;
  /** Numbers came as text: form, multipart or query string. */
  asText: boolean;
  signal: AbortSignal;
}

export interface BotApi {
  call(call: BotCall): Outcome | Promise<Outcome>;
}

interface BotApiParts {
  world: World;
  log: ReturnType<typeof createCallLog>;
  faults: Faults;
  rate: SendRate;
  validate: boolean;
}

export function createBotApi({ world, log, faults, rate, validate }: BotApiParts): BotApi {
  function record(call: BotCall, answer: Answer): Answer {
    const { multipart, values: params, asText } = call;
    const method = methodNamed(call.method) ?? call.method;
    const problems = validate ? validateCall(method, params, { asText, files: new Set(call.files.keys()) }) : [];
    log.add({ method, params, multipart, at: world.clock(), answer, problems });
    return answer;
  }

  function run(call: BotCall, name: string): unknown {
    if (isSend(name)) rate.enter();
    return methods[name]?.(call, world, call.signal);
  }

  function answer(call: BotCall, name: string): Answer | Promise<Answer> {
    try {
      const result = run(call, name);
      if (!(result instanceof Promise)) return record(call, { ok: true, result });
      return result.then(
        (later) => record(call, { ok: true, result: later }),
        (error) => record(call, asAnswer(error)),
      );
    } catch (error) {
      return record(call, asAnswer(error));
    }
  }

  return {
    call(call) {
      const name = methodNamed(call.method);
      if (!name) return record(call, { ok: false, error_code: 404, description: 'Not Found: method not found' });
      const fault = faults.next(name, call.values.chat_id);
      if (fault?.as === 'hang') return 'hang';
      const refusal = fault && refusalOf(fault);
      if (refusal) return record(call, asAnswer(refusal));
      if (!fault) return answer(call, name);
      return Promise.resolve(answer(call, name)).then(() => 'cut');
    },
  };
}

function isSend(name: string): boolean {
  return name.startsWith('send') ? name !== 'sendChatAction' : name === 'copyMessage' || name === 'forwardMessage';
}

function asAnswer(error: unknown): Answer {
  if (!(error instanceof Refusal)) throw error;
  const { code, message, parameters } = error;
  return { ok: false, error_code: code, description: message, ...(parameters && { parameters }) };
}
