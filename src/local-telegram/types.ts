/** The parts of the Bot API's objects that this server makes. Names and shapes are the official ones. */
export interface TelegramUser {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

export interface Chat {
  id: number;
  type: 'private' | 'group' | 'supergroup';
  title?: string;
  first_name?: string;
  last_name?: string;
  username?: string;
  is_forum?: true;
}

export interface MessageEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  user?: TelegramUser;
  custom_emoji_id?: string;
}

export interface InlineButton {
  text: string;
  callback_data?: string;
  url?: string;
  copy_text?: { text: string };
  web_app?: { url: string };
  [other: string]: unknown;
}

export interface InlineKeyboard {
  inline_keyboard: InlineButton[][];
}

interface StoredFile {
  file_id: string;
  file_unique_id: string;
  file_size: number;
}

export interface PhotoSize extends StoredFile {
  width: number;
  height: number;
}

export interface Document extends StoredFile {
  file_name?: string;
  mime_type?: string;
}

/** A message as the Bot API shows it; what `messages()` of a person returns. */
export interface ChatMessage {
  message_id: number;
  message_thread_id?: number;
  is_topic_message?: true;
  from: TelegramUser;
  chat: Chat;
  date: number;
  edit_date?: number;
  text?: string;
  entities?: MessageEntity[];
  caption?: string;
  caption_entities?: MessageEntity[];
  photo?: PhotoSize[];
  document?: Document;
  reply_markup?: InlineKeyboard;
  reply_to_message?: ChatMessage;
  has_protected_content?: true;
  contact?: { phone_number: string; first_name: string; user_id?: number };
  forward_origin?: Record<string, unknown>;
  forum_topic_created?: { name: string; icon_color: number };
}

interface CallbackQuery {
  id: string;
  from: TelegramUser;
  message: ChatMessage;
  chat_instance: string;
  data: string;
}

interface ChatMemberUpdated {
  chat: Chat;
  from: TelegramUser;
  date: number;
  old_chat_member: Record<string, unknown>;
  new_chat_member: Record<string, unknown>;
}

export interface Update {
  update_id: number;
  message?: ChatMessage;
  edited_message?: ChatMessage;
  callback_query?: CallbackQuery;
  my_chat_member?: ChatMemberUpdated;
}

export interface BotCommand {
  command: string;
  description: string;
}

/** A person on this machine. Nobody real: names say so. */
export interface LocalUser {
  id: number;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code: string;
  staff: boolean;
  synthetic: true;
}

/** A file as it arrived in a multipart request, or from a person. */
export interface Upload {
  name: string;
  type: string;
  bytes: Buffer;
}

/** What the chat page and `waitFor` are told, as it happens. */
export type ChatEvent =
  | { type: 'message' | 'edited'; chatId: number; message: ChatMessage }
  | { type: 'deleted'; chatId: number; messageId: number }
  | { type: 'action'; chatId: number; action: string }
  | { type: 'answer'; chatId: number; userId: number; queryId: string; text?: string; alert: boolean; url?: string }
  | { type: 'keyboard'; chatId: number; keyboard: unknown }
  | { type: 'commands' }
  | { type: 'person'; userId: number };
