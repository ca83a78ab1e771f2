// The key that the bot made, put together with its certificate: .p12 or .jks, for a password that is forgotten at once.
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { parseKeyPassword } from '../../domain/key-password.ts';
import { type Message, message } from '../../messages/message.ts';
import { applicationButtons, home } from './application-card.ts';
import type { ChatKeys, KeyStoreFormat } from './chat-keys.ts';
import type { Conversation } from './conversation.ts';
import { wordsFor } from './key-password-words.ts';
import { go } from './menu.ts';
import type { Screen } from './output.ts';
import { readIssued, refused } from './read-own.ts';
import { becauseOf } from './refusals.ts';
import type { Services } from './services.ts';
import type { Reply } from './step.ts';
import { type Surroundings, type Turn, takeOver } from './turn.ts';

export interface KeyStores {
  /** The button: asks for the password, or for the key file where it is not known any more. */
  begin(as: KeyStoreFormat, number: ApplicationNumber, state: Conversation, around: Surroundings): Promise<Turn>;
  /** What is sent while a password or a key file is awaited. */
  reply(given: Reply, state: Conversation, around: Surroundings): Promise<Turn>;
}

type Wanted = NonNullable<Conversation['keyStore']>;
export function createKeyStores({
  applications,
  keyMaker,
  secretFiles,
}: Pick<Services, 'applications'> & ChatKeys): KeyStores {
  /** Asks for what is missing; `because` stands above. */
  function ask(wanted: Wanted, state: Conversation, because?: Message): Turn {
    const text = [...(because ? [message('engine.because', { because })] : []), questionFor(wanted)];
    return takeOver({ text, buttons: [[home]] }, { ...state, place: 'key-password', keyStore: wanted }, former(state));
  }

  /** The file is gone, or no key file at all: another one is asked for, and the useless one forgotten. */
  const askForFile = (wanted: Wanted, state: Conversation, because: Message): Turn => {
    const keyFiles = state.keyFiles.filter(({ number }) => number !== wanted.number);
    return ask({ ...wanted, fileId: null }, { ...state, keyFiles }, because);
  };

  async function build(wanted: Wanted, fileId: string, typed: string, state: Conversation, around: Surroundings) {
    const password = parseKeyPassword(typed);
    if ('because' in password) return ask(wanted, state, wordsFor(password));
    around.progress(message('chat-key.building'));
    const issued = await readIssued(applications, around.owner, wanted.number);
    if ('problem' in issued) return ask(wanted, state, becauseOf(issued.problem));
    const { view, certificates } = issued.value;
    const { domain } = view;
    const keyFile = await secretFiles.fetch(fileId);
    if ('because' in keyFile) {
      return keyFile.because === 'gone'
        ? askForFile(wanted, state, message('chat-key.file-gone'))
        : ask(wanted, state, message('chat-key.file-not-fetched'));
    }
    const { as } = wanted;
    const built = await keyMaker.combine({
      domain,
      certificates,
      keyFile: keyFile.value,
      password: password.value,
      as,
    });
    if ('because' in built) {
      const because = message(`chat-key.${built.because}`);
      return built.because === 'key-file-password' ? ask(wanted, state, because) : askForFile(wanted, state, because);
    }
    const caption = message('chat-key.store', { domain });
    const language = state.language ?? 'ru';
    const sent = await secretFiles.send(around.owner, { ...built.value, caption, language, isForUs: false });
    return sent === undefined ? ask(wanted, state, message('chat-key.not-sent')) : done(wanted, state);
  }

  const done = ({ number }: Wanted, state: Conversation): Turn => {
    const isUnfinished = Object.keys(state.draft).length > 0;
    const screen: Screen = {
      text: [message('chat-key.done')],
      buttons: [
        ...applicationButtons({ status: 'issued', keyStorage: 'chat' }, number),
        ...(isUnfinished ? [[go(message('home.continue'), 'continue')]] : []),
        [home],
      ],
    };
    return takeOver(screen, { ...state, place: 'home', keyStore: null }, former(state));
  };

  return {
    async begin(as, number, state, { owner }) {
      const issued = await readIssued(applications, owner, number);
      if ('problem' in issued) return refused(state, issued);
      const fileId = state.keyFiles.find((each) => each.number === number)?.fileId ?? null;
      return ask({ number, as, fileId }, state);
    },
    async reply(given, state, around) {
      const { keyStore: wanted } = state;
      if (!wanted) return takeOver({ text: [message('home.hint')], buttons: [[home]] }, { ...state, place: 'home' });
      if (given.kind === 'file') return ask({ ...wanted, fileId: given.file.id }, state);
      if (given.kind !== 'text') return ask(wanted, state, message('chat-key.type-it'));
      return wanted.fileId === null
        ? ask(wanted, state, message('chat-key.file-first'))
        : build(wanted, wanted.fileId, given.text, state, around);
    },
  };
}

const questionFor = ({ as, fileId }: Wanted): Message =>
  fileId === null ? message('chat-key.send-file') : message('chat-key.ask-again', { format: `.${as}` });

/** What the former question reads again, after "making" stood in its place. */
const former = ({ place, keyStore }: Conversation): Screen['text'] | undefined =>
  place === 'key-password' && keyStore ? [questionFor(keyStore)] : undefined;
