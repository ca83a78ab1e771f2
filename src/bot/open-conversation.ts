// The applicant's conversation, put together: its ports, its questions, and how it hears Telegram and is heard.
import { buildPemFiles } from '../certificate-files/pem-files.ts';
import type { BackendClient } from '../contract/client.ts';
import type { Clock } from '../domain/clock.ts';
import type { Translate } from '../messages/messages.ts';
import { createBackendServices } from './backend-services.ts';
import { createKeyMaker } from './chat-keys/key-maker.ts';
import type { BotConfig } from './config.ts';
import { awaitsKeyPage } from './conversation/conversation.ts';
import { createEngine } from './conversation/engine.ts';
import { createFlow, type Flow } from './conversation/flow.ts';
import type { Reading } from './conversation/reading.ts';
import { restoreConversation } from './conversation/restore.ts';
import type { Services } from './conversation/services.ts';
import type { BotApi } from './inbox/bot-api.ts';
import type { InboxParts } from './inbox/inbox.ts';
import type { SendNow } from './inbox/send.ts';
import { createInstallation } from './installation/installation.ts';
import type { KeyLinks } from './key-links/key-links.ts';
import { createKeyPagePort } from './key-links/key-page-ports.ts';
import { createDownload } from './telegram/download.ts';
import { chatOf, createApology, createHandleEvent, createIsSecret } from './telegram/handle-event.ts';
import { createSecretFiles } from './telegram/secret-files.ts';

interface OpenConversationParts {
  readonly api: BotApi;
  readonly backend: BackendClient;
  readonly keyLinks: KeyLinks;
  readonly reading: Reading | undefined;
  readonly translate: Translate;
  readonly sendNow: SendNow;
  readonly clock: Clock;
}

export interface OpenedConversation extends Required<Pick<InboxParts, 'handle' | 'apology' | 'isSecret'>> {
  readonly flow: Flow;
  readonly regions: Services['regions'];
  /** Whether the stored conversation waits for a key from the key page. */
  awaitsKey(state: unknown): boolean;
}

/** The largest file that any question asks for, many times over. */
const MAX_FILE_BYTES = 64 * 1024;

export function openConversation(config: BotConfig, parts: OpenConversationParts): OpenedConversation {
  const { api, backend, keyLinks, reading, translate, sendNow, clock } = parts;
  const download = createDownload(api, config, MAX_FILE_BYTES);
  const services: Services = {
    ...createBackendServices(backend, clock),
    keyPage: createKeyPagePort(keyLinks, chatOf),
    keyMaker: createKeyMaker(clock),
    secretFiles: createSecretFiles({ sendNow, download, translate }),
    installation: createInstallation({ clock }),
    ...(reading && { reading }),
  };
  const flow = createFlow(services, { pictureCode: config.pictureCode, keysInChat: config.keysInChat });
  const draftLifetime = { days: config.draftDays };
  const engine = createEngine({ flow, services, buildFiles: buildPemFiles, draftLifetime });
  return {
    flow,
    regions: services.regions,
    handle: createHandleEvent({ engine, flow, translate, download, clock, draftLifetime }),
    apology: createApology(translate, flow),
    isSecret: createIsSecret(flow),
    awaitsKey: (state) => awaitsKeyPage(restoreConversation(flow, state)),
  };
}
