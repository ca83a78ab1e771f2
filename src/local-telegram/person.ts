import { asDocument, asPhoto, contentOf, keepDocument, keepPhoto } from './methods/send-file.ts';
import { nextEvent } from './next-event.ts';
import { asTelegramUser } from './state/people.ts';
import { privateChat, type Room } from './state/rooms.ts';
import { findEntities } from './text/found-entities.ts';
import type { ChatMessage, InlineButton, LocalUser, Upload } from './types.ts';
import { secondsOf, type World } from './world.ts';

/** Where a person writes: their private chat with the bot unless a group is named. */
interface Place {
  chatId?: number;
  threadId?: number;
  replyTo?: number;
}

interface CallbackAnswer {
  text?: string;
  alert: boolean;
  url?: string;
}

interface Press {
  queryId: string;
  /** What the bot answered: the toast or the alert. */
  answered(timeoutMs?: number): Promise<CallbackAnswer>;
}

export interface Person {
  readonly user: LocalUser;
  say(text: string, place?: Place): ChatMessage;
  /** Presses a button by its text (or callback data); throws when the message has no such button now. */
  press(message: number | ChatMessage, button: string, place?: Place): Press;
  sendFile(file: { name: string; bytes: Uint8Array; type?: string; caption?: string }, place?: Place): ChatMessage;
  sendPhoto(bytes: Uint8Array, caption?: string, place?: Place): ChatMessage;
  sendContact(phoneNumber: string, place?: Place): ChatMessage;
  /** Changes the text, or the caption, of a message of their own. */
  edit(message: ChatMessage, words: string): ChatMessage;
  /** Sends somebody's message on, marked as such. */
  forward(message: ChatMessage, place?: Place): ChatMessage;
  block(): void;
  unblock(): void;
  /** The chat as the person sees it now, oldest first. */
  messages(chatId?: number): ChatMessage[];
  /**
   * The newest of the bot's messages that fits, or the first that comes or is edited so that it fits.
   * `fresh` leaves out what is there already.
   */
  waitFor(
    predicate: (message: ChatMessage) => boolean,
    timeoutMs?: number,
    where?: { chatId?: number; fresh?: boolean },
  ): Promise<ChatMessage>;
  /** The bytes of a document or photo in a message. */
  download(message: ChatMessage): Buffer;
}

export function createPerson(world: World, user: LocalUser): Person {
  const from = asTelegramUser(user);
  const roomAt = (place: Place | undefined): Room => {
    if (place?.chatId === undefined || place.chatId === user.id) return world.rooms.open(privateChat(user));
    const room = world.rooms.byId(place.chatId);
    if (!room) throw new Error(`No chat ${place.chatId}`);
    return room;
  };

  function send(content: Partial<ChatMessage>, place: Place | undefined): ChatMessage {
    const room = roomAt(place);
    if (world.people.isBlocking(user.id) && room.chat.id === user.id) self.unblock();
    // In a topic, what answers nothing else answers the message that opened it.
    const replied = room.messages.get(place?.replyTo ?? place?.threadId ?? Number.NaN);
    const message: ChatMessage = {
      message_id: room.nextMessageId(),
      from,
      chat: room.chat,
      date: secondsOf(world),
      ...(place?.threadId !== undefined && { message_thread_id: place.threadId, is_topic_message: true as const }),
      ...(replied && { reply_to_message: replied }),
      ...content,
    };
    world.rooms.addMessage(room, message);
    world.events.tell({ type: 'message', chatId: room.chat.id, message });
    world.queue.add({ message });
    return message;
  }

  function setBlocking(blocking: boolean): void {
    if (world.people.isBlocking(user.id) === blocking) return;
    world.people.setBlocking(user.id, blocking);
    const room = roomAt(undefined);
    const member = (status: string) => ({ user: world.bot, status, ...(status === 'kicked' && { until_date: 0 }) });
    world.queue.add({
      my_chat_member: {
        chat: room.chat,
        from,
        date: secondsOf(world),
        old_chat_member: member(blocking ? 'member' : 'kicked'),
        new_chat_member: member(blocking ? 'kicked' : 'member'),
      },
    });
    world.events.tell({ type: 'person', userId: user.id });
  }

  const self: Person = {
    user,
    say(given, place) {
      const text = given.trim();
      if (text.length < 1 || text.length > 4096) throw new Error('Telegram sends 1 to 4096 characters');
      const entities = findEntities(text, []);
      return send({ text, ...(entities.length > 0 && { entities }) }, place);
    },
    press(target, button, place) {
      const room = roomAt(place);
      const message = room.messages.get(typeof target === 'number' ? target : target.message_id);
      const pressed = buttonsOf(message).find(({ text, callback_data }) => text === button || callback_data === button);
      if (!message || pressed?.callback_data === undefined) throw new Error(`No button "${button}" to press`);
      const queryId = world.queries.open(user.id, room.chat.id);
      const query = { id: queryId, from, message, chat_instance: String(room.chat.id), data: pressed.callback_data };
      world.queue.add({ callback_query: query });
      return { queryId, answered: (timeoutMs = 10_000) => waitForAnswer(world, room.chat.id, queryId, timeoutMs) };
    },
    sendFile({ name, bytes, type, caption }, place) {
      const upload: Upload = { name, type: type ?? 'application/octet-stream', bytes: Buffer.from(bytes) };
      return send({ document: asDocument(keepDocument(world.files, upload)), ...(caption && { caption }) }, place);
    },
    sendPhoto(bytes, caption, place) {
      const upload: Upload = { name: 'photo.jpg', type: 'image/jpeg', bytes: Buffer.from(bytes) };
      return send({ photo: asPhoto(keepPhoto(world.files, upload)), ...(caption && { caption }) }, place);
    },
    sendContact: (phone_number, place) =>
      send({ contact: { phone_number, first_name: user.first_name, user_id: user.id } }, place),
    edit({ chat, message_id: messageId }, words) {
      const room = roomAt({ chatId: chat.id });
      const present = room.messages.get(messageId);
      if (present?.from.id !== user.id) throw new Error('Only their own messages can be edited');
      const { entities: _old, caption_entities: _oldOfCaption, ...rest } = present;
      const found = findEntities(words, []);
      const edited: ChatMessage = {
        ...rest,
        ...(present.text === undefined ? { caption: words } : { text: words }),
        ...(found.length > 0 && { [present.text === undefined ? 'caption_entities' : 'entities']: found }),
        edit_date: secondsOf(world),
      };
      world.rooms.replaceMessage(room, edited);
      world.events.tell({ type: 'edited', chatId: room.chat.id, message: edited });
      world.queue.add({ edited_message: edited });
      return edited;
    },
    forward(message, place) {
      const { from: sender_user, date } = message;
      return send({ ...contentOf(message), forward_origin: { type: 'user', sender_user, date } }, place);
    },
    block: () => setBlocking(true),
    unblock: () => setBlocking(false),
    messages: (chatId = user.id) => [...(world.rooms.byId(chatId)?.messages.values() ?? [])],
    waitFor(predicate, timeoutMs = 10_000, { chatId = user.id, fresh = false } = {}) {
      const isWanted = (message: ChatMessage) => message.from.id !== user.id && predicate(message);
      const present = fresh ? undefined : self.messages(chatId).findLast(isWanted);
      if (present) return Promise.resolve(present);
      return nextEvent(
        world,
        chatId,
        timeoutMs,
        () => `Nothing fitted; the chat: ${transcript(self.messages(chatId))}`,
        (event) =>
          (event.type === 'message' || event.type === 'edited') && isWanted(event.message) ? event.message : undefined,
      );
    },
    download(message) {
      const id = message.document?.file_id ?? message.photo?.at(-1)?.file_id ?? '';
      const file = world.files.byId(id);
      if (!file) throw new Error('No file in this message');
      return world.files.bytes(file);
    },
  };
  return self;
}

function buttonsOf(message: ChatMessage | undefined): InlineButton[] {
  return message?.reply_markup?.inline_keyboard.flat() ?? [];
}

function waitForAnswer(world: World, chatId: number, queryId: string, timeoutMs: number): Promise<CallbackAnswer> {
  return nextEvent(
    world,
    chatId,
    timeoutMs,
    () => 'The press was not answered',
    (event) => {
      if (event.type !== 'answer' || event.queryId !== queryId) return undefined;
      const { text, alert, url } = event;
      return { alert, ...(text && { text }), ...(url && { url }) };
    },
  );
}

function transcript(messages: ChatMessage[]): string {
  const last = messages.slice(-4);
  return JSON.stringify(last.map(({ from, text, caption }) => `${from.first_name}: ${text ?? caption ?? '(file)'}`));
}
