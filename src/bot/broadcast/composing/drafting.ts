// Writing a notice: its versions, its audience, its moment. Sends nothing but previews and tests.
import { createHash } from 'node:crypto';
import { languages } from '../../../domain/language.ts';
import { type Message, message } from '../../../messages/message.ts';
import type { StaffMessage } from '../../staff/heard.ts';
import { may } from '../../staff/staff.ts';
import type { Version } from '../broadcast.ts';
import { sendCall } from '../calls.ts';
import { chooseAudience } from './choose-audience.ts';
import type { Pressed } from './data.ts';
import type { DeskParts, Doing, Done } from './desk.ts';
import { restUntil } from './desk.ts';
import { type Draft, newDraft, writtenLanguages } from './draft.ts';
import * as screens from './draft-screens.ts';
import { readButtons, readVersion } from './read-version.ts';
import { showVersions } from './show-versions.ts';
import { readStartTime } from './start-time.ts';
import { submitDraft } from './submit-draft.ts';

export interface Drafting {
  begin(doing: Doing): Promise<Done>;
  pressed(press: Pressed, draft: Draft, doing: Doing): Promise<Done>;
  /** What the draft waits for. */
  said(said: StaffMessage, draft: Draft, doing: Doing): Promise<Done>;
}

const MAX_DAYS = 366;

export function createDrafting(parts: DeskParts): Drafting {
  const { store, staff, clock } = parts;

  const count = async ({ of, audience, isEssential }: Draft): Promise<number> =>
    of === null ? store.count(audience, isEssential) : (await store.counts(of)).sent;

  async function facts(draft: Draft, { member }: Doing): Promise<screens.PanelFacts> {
    const [size, regions] = await Promise.all([count(draft), parts.regions()]);
    return { count: size, isOwner: may(member.role, 'mark-essential'), regions };
  }
  const panel = async (draft: Draft, doing: Doing, more: Omit<Done, 'screen' | 'draft'> = {}): Promise<Done> => {
    const settled = { ...draft, step: null };
    return { ...more, draft: settled, screen: screens.panelScreen(settled, await facts(settled, doing)) };
  };

  /** Telegram itself is the judge of a text, its formatting, its file and its buttons. */
  async function accept(
    draft: Draft,
    language: keyof Draft['versions'],
    version: Version,
    doing: Doing,
  ): Promise<Done> {
    const sent = await parts.send(sendCall(doing.chatId, version), doing.signal);
    if (sent.to !== 'accept') {
      const isRefused = sent.to === 'refuse';
      const words = isRefused ? message('broadcast.refused', { why: sent.errorClass }) : message('broadcast.not-now');
      return { screen: screens.troubleScreen(draft, words) };
    }
    const next: Draft = { ...draft, versions: { ...draft.versions, [language]: version } };
    if (draft.step?.await !== 'content' || draft.of !== null) return panel(next, doing);
    const asking: Draft = { ...next, step: { await: 'buttons', language } };
    return { draft: asking, screen: screens.askButtonsScreen(asking, language) };
  }

  async function takeContent(
    said: StaffMessage,
    draft: Draft,
    language: keyof Draft['versions'],
    doing: Doing,
  ): Promise<Done> {
    const read = readVersion(said);
    const former = draft.versions[language];
    if (!read) return { screen: screens.troubleScreen(draft, message('broadcast.no-content')) };
    if (draft.of === null) return accept(draft, language, { ...read, buttons: former?.buttons ?? [] }, doing);
    // What was sent as a picture stays this picture: Telegram changes its caption.
    if (!former || read.media) return { screen: screens.troubleScreen(draft, message('broadcast.edit-text-only')) };
    return accept(draft, language, { ...former, text: read.text, entities: read.entities }, doing);
  }

  async function terms(draft: Draft, at?: Date): Promise<screens.SendingTerms> {
    const { threshold } = parts;
    const size = await count(draft);
    const quietUntil = restUntil(parts, draft.isEssential, at);
    return { count: size, quietUntil, needsSecond: size > threshold, threshold };
  }

  async function test(draft: Draft, doing: Doing): Promise<Message> {
    const everybody = await staff.list();
    let reached = 0;
    for (const { userId } of everybody) if (await showVersions(parts, draft, userId, doing)) reached += 1;
    return message('broadcast.tested', { reached, of: everybody.length });
  }

  async function pressed({ verb, argument }: Pressed, draft: Draft, doing: Doing): Promise<Done> {
    const language = languages.find((each) => each === argument);
    const isWritten = writtenLanguages(draft).length > 0;
    const isOwn = draft.of === null;
    const chosen = isOwn && (await chooseAudience(verb, argument, draft, () => parts.regions()));
    if (chosen) {
      const { count: size, regions } = await facts(chosen.draft, doing);
      return { draft: chosen.draft, screen: chosen.screen(size, regions) };
    }
    switch (verb) {
      case 'write':
        if (!language) break;
        return {
          draft: { ...draft, step: { await: 'content', language } },
          screen: screens.askContentScreen(draft, language, draft.versions[language] !== undefined),
        };
      case 'no-buttons': {
        const version = language && draft.versions[language];
        if (!version) break;
        return panel({ ...draft, versions: { ...draft.versions, [language]: { ...version, buttons: [] } } }, doing);
      }
      case 'drop': {
        if (!language || !isOwn) break;
        const { [language]: _, ...others } = draft.versions;
        return panel({ ...draft, versions: others }, doing);
      }
      case 'essential':
        // Asked again of the database a moment ago: the guard gave this member.
        if (!may(doing.member.role, 'mark-essential')) break;
        return panel({ ...draft, isEssential: !draft.isEssential }, doing);
      case 'preview':
        await showVersions(parts, draft, doing.chatId, doing);
        return panel(draft, doing, { isBelow: true });
      case 'test':
        return panel(draft, doing, { isBelow: true, toast: await test(draft, doing) });
      case 'when':
        if (!isWritten) break;
        return { draft: { ...draft, step: null }, screen: screens.whenScreen(draft, await terms(draft)) };
      case 'time':
        return { draft: { ...draft, step: { await: 'time' } }, screen: screens.askTimeScreen(draft) };
      case 'now':
        return isWritten ? submitDraft(parts, draft, clock(), await terms(draft), doing) : panel(draft, doing);
      case 'yes': {
        const at = new Date(Number(argument));
        if (!isWritten || !isOwn || Number.isNaN(at.getTime())) break;
        // Asked long ago: the writer meant another moment than now.
        if (at <= clock()) return { screen: screens.troubleScreen(draft, message('broadcast.time-past')) };
        return submitDraft(parts, draft, at, await terms(draft, at), doing);
      }
      case 'discard':
        return { draft: null, screen: { text: [message('broadcast.discarded')], buttons: [] } };
    }
    return panel(draft, doing);
  }

  return {
    begin: (doing) =>
      panel(
        doing.draft ??
          newDraft(createHash('sha256').update(doing.key).digest('hex').slice(0, 8), doing.member.grantedAt),
        doing,
      ),
    pressed,
    async said(said, draft, doing) {
      const { step } = draft;
      const text = said.text ?? '';
      const trouble = (words: Message): Done => ({ screen: screens.troubleScreen(draft, words) });
      switch (step?.await) {
        case 'content':
          return takeContent(said, draft, step.language, doing);
        case 'buttons': {
          const read = readButtons(text);
          const version = draft.versions[step.language];
          if ('because' in read) return trouble(message(`broadcast.${read.because}`));
          return version
            ? accept(draft, step.language, { ...version, buttons: read.value }, doing)
            : panel(draft, doing);
        }
        case 'days': {
          const days = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
          if (days < 1 || days > MAX_DAYS) return trouble(message('broadcast.ask-days'));
          return pressed({ verb: 'days', argument: String(days), draft: draft.id }, draft, doing);
        }
        case 'time': {
          const read = readStartTime(text, clock());
          if ('because' in read) return trouble(message(`broadcast.${read.because}`));
          return { screen: screens.sureScreen(draft, read.value, await terms(draft, read.value)) };
        }
        default:
          return panel(draft, doing);
      }
    },
  };
}
