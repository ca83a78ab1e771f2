import { type Parameters, readJson } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import type { InlineButton, InlineKeyboard } from '../types.ts';

/** An inline keyboard belongs to the message; any other markup changes the keyboard under the text field. */
export type ReplyMarkup = { inline: InlineKeyboard } | { keyboard: unknown };

const actions = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
];

export function readReplyMarkup(call: Parameters): ReplyMarkup | undefined {
  const markup = readJson<Record<string, unknown>>(call, 'reply_markup', 'reply keyboard markup');
  if (markup === undefined) return undefined;
  if (typeof markup !== 'object' || Array.isArray(markup)) throw badRequest('object expected as reply markup');
  if ('inline_keyboard' in markup) return { inline: { inline_keyboard: readInlineKeyboard(markup.inline_keyboard) } };
  if ('keyboard' in markup || 'force_reply' in markup) return { keyboard: markup };
  return 'remove_keyboard' in markup ? { keyboard: undefined } : undefined;
}

function readInlineKeyboard(rows: unknown): InlineButton[][] {
  if (!Array.isArray(rows))
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
  const keyboard = rows.map((row) => {
    if (!Array.isArray(row))
      throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
    return row.map(readButton);
  });
  return keyboard.filter((row) => row.length > 0);
}

function readButton(value: unknown): InlineButton {
  const refuse = (reason: string) => badRequest(`can't parse inline keyboard button: ${reason}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse('InlineKeyboardButton must be an Object');
  const { hide: _telegrafOnly, ...button } = value as InlineButton;
  if (typeof button.text !== 'string') throw refuse('Field "text" must be of type String');
  if (button.text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  const given = actions.filter((name) => button[name] !== undefined);
  if (given.length !== 1) throw refuse('Text buttons are unallowed in the inline keyboard');
  checkAction(button);
  return button;
}

function checkAction({ callback_data, url, copy_text }: InlineButton): void {
  if (callback_data !== undefined) {
    const size = Buffer.byteLength(String(callback_data));
    if (size < 1 || size > 64) throw badRequest('BUTTON_DATA_INVALID');
  }
  if (url !== undefined && !isUsableUrl(url))
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  const copied = copy_text?.text;
  if (copy_text !== undefined && (typeof copied !== 'string' || copied.length < 1 || copied.length > 256))
    throw badRequest('BUTTON_COPY_TEXT_INVALID');
}

/** Telegram refuses hosts without a dot, `localhost` among them; addresses are taken. */
function isUsableUrl(url: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed) return URL.canParse(`http://${url}`) && url.includes('.');
  return parsed.protocol === 'tg:' || (/^https?:$/.test(parsed.protocol) && parsed.hostname.includes('.'));
}
