// The Bot API methods this server knows, one line each. A method in the official list that is missing here
// answers 404 like an unknown one. Nothing here knows of HTTP, faults or the log.
import { answerCallbackQuery, sendChatAction } from './answer.ts';
import { copyMessage, forwardMessage } from './copy.ts';
import { deleteMessage, deleteMessages } from './delete.ts';
import { editMessageCaption, editMessageReplyMarkup, editMessageText } from './edit.ts';
import { getFile } from './get-file.ts';
import * as groups from './groups.ts';
import type { MethodTable } from './method.ts';
import * as profile from './profile.ts';
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from './receive.ts';
import { sendDocument, sendPhoto } from './send-file.ts';
import { sendMessage } from './send-message.ts';

export const methods: MethodTable = {
  getMe: profile.getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  sendMessage,
  sendPhoto,
  sendDocument,
  copyMessage,
  forwardMessage,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  answerCallbackQuery,
  sendChatAction,
  getFile,
  getChat: groups.getChat,
  getChatMember: groups.getChatMember,
  getChatAdministrators: groups.getChatAdministrators,
  getChatMemberCount: groups.getChatMemberCount,
  createForumTopic: groups.createForumTopic,
  editForumTopic: groups.editForumTopic,
  closeForumTopic: groups.closeForumTopic,
  reopenForumTopic: groups.reopenForumTopic,
  deleteForumTopic: groups.deleteForumTopic,
  setMyCommands: profile.setMyCommands,
  getMyCommands: profile.getMyCommands,
  deleteMyCommands: profile.deleteMyCommands,
  setChatMenuButton: profile.setChatMenuButton,
  getChatMenuButton: profile.getChatMenuButton,
  setMyName: profile.setText('name', 64),
  getMyName: profile.getText('name'),
  setMyDescription: profile.setText('description', 512),
  getMyDescription: profile.getText('description'),
  setMyShortDescription: profile.setText('short_description', 120),
  getMyShortDescription: profile.getText('short_description'),
};

/** The real server ignores the case of a method's name. */
const byLowerCase = new Map(Object.keys(methods).map((name) => [name.toLowerCase(), name]));

export function methodNamed(name: string): string | undefined {
  return name in methods ? name : byLowerCase.get(name.toLowerCase());
}
