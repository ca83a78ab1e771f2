// Questions of applicants to the staff: out of the chat into the staff's group and back. The applicant's own conversation goes
// on beside it, and is not known here beyond where it stands.
import type { ChatEvent } from '../inbox/chat-event.ts';
import type { Route, RouteTurn } from '../inbox/routes.ts';
import { commandOf } from '../telegram/update.ts';
import { createApplicantSide } from './applicant.ts';
import type { SupportParts } from './parts.ts';
import { readPassing } from './passing.ts';
import { readUpdate, type SupportUpdate } from './read-message.ts';
import { createStaffAnswers } from './staff-answers.ts';
import { createStaffButtons } from './staff-buttons.ts';
import { createStaffCommands, staffCommandOf } from './staff-commands.ts';
import { isTicketPress } from './staff-press.ts';
import { createToApplicant } from './to-applicant.ts';
import { createToStaff } from './to-staff.ts';

export function createSupport(parts: SupportParts): Route {
  const { group } = parts;
  const applicant = createApplicantSide(parts);
  const answers = createStaffAnswers(parts);
  const buttons = createStaffButtons(parts, answers);
  const commands = createStaffCommands(parts, answers);
  const toStaff = createToStaff(parts);
  const toApplicant = createToApplicant(parts);

  async function inGroup(event: ChatEvent, { message: said, edited_message: edited }: SupportUpdate) {
    if (edited) return answers.edit(event, edited);
    if (said?.migrate_to_chat_id !== undefined) group.id = said.migrate_to_chat_id;
    return said && answers.say(event, said);
  }

  return {
    name: 'support',
    async take(event, chat, tools): Promise<RouteTurn | undefined> {
      if (event.kind === 'support') {
        const passing = readPassing(event.payload);
        return passing.to === 'staff'
          ? toStaff(passing, tools.signal)
          : toApplicant(event, passing, chat, tools.signal);
      }
      const update = event.kind === 'telegram' ? readUpdate(event.payload) : undefined;
      if (!update) return undefined;
      const { callback_query: press, message: said } = update;
      if (press && isTicketPress(press.data)) return buttons(event, press, update.update_id);
      const command = said && commandOf(said);
      const ours = staffCommandOf(command);
      if (said && command && ours) {
        const isHere = chat.id === group.id || said.chat.type === 'private';
        return isHere ? commands(event, said, command, ours) : undefined;
      }
      if (chat.id === group.id) return command ? undefined : inGroup(event, update);
      return chat.id > 0 ? applicant(event, update, chat, tools) : undefined;
    },
  };
}
