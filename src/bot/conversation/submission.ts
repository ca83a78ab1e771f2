// The draft is complete: it becomes an application, once.
import { createHash } from 'node:crypto';
import type { OwnerView, Submission } from '../../contract/schemas.ts';
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { message } from '../../messages/message.ts';
import type { Draft, MadeRequest } from './answers.ts';
import { applicationButtons } from './application-card.ts';
import { type Conversation, MAX_APPLICATIONS, remembered, withoutDraft } from './conversation.ts';
import { knowing } from './known-applications.ts';
import type { Output } from './output.ts';
import type { Questions } from './questions.ts';
import { answersRefusedBy, becauseOf } from './refusals.ts';
import type { Services } from './services.ts';
import { without } from './step.ts';
import { after, type Surroundings, type Turn, turn } from './turn.ts';

/**
 * Submits, and shows the number with the form. A refusal forgets the answer it names, so that its question comes again; no
 * answer at all leaves the draft at the review. The key is the same for the same draft with the same answers, so pressing
 * "submit" again after a lost answer makes no second application.
 */
export async function submit(
  state: Conversation,
  surroundings: Surroundings,
  { applications }: Pick<Services, 'applications'>,
  questions: Questions,
): Promise<Turn> {
  const { review: _, ...draft } = state.draft;
  const submission = submissionOf(draft, state);
  surroundings.progress(message('submission.submitting'));
  const submitted = await applications.submit(surroundings.owner, submission, keyOf(state, submission));
  if ('problem' in submitted) {
    // As an ordinary application it may still be submitted.
    const renews = submitted.problem.code === 'renewal-refused' ? null : state.renews;
    const kept = { ...state, renews, draft: without(draft, answersRefusedBy(submitted.problem)), asking: null };
    return questions.ask(kept, surroundings, { because: becauseOf(submitted.problem) });
  }
  const view = submitted.value;
  const number = parseApplicationNumber(view.number);
  if (!number) throw new Error('the backend gave a number that is none');
  const form = await applications.form(surroundings.owner, number, 'pdf').catch(() => undefined);
  return after(
    announcement(view, number, form && 'value' in form ? form.value : undefined),
    turn({
      ...knowing(withoutDraft(state), number, { status: view.status, region: submission.region }),
      hasPicture: false,
      screen: state.screen + 1,
      applications: remembered([number, ...state.applications]),
      keyFiles: rememberedFiles(number, draft, state.keyFiles),
    }),
  );
}

/** The bot made the key: it finds the key file in the chat again when the certificate is there. */
function rememberedFiles(number: ApplicationNumber, draft: Draft, former: Conversation['keyFiles']) {
  const { 'key-storage': storage, 'chat-key': made } = draft;
  const others = former.filter((each) => each.number !== number);
  return storage === 'chat' && made ? [{ number, fileId: made.fileId }, ...others].slice(0, MAX_APPLICATIONS) : former;
}

/** The form is promised on a button when it could not be fetched: the number matters more. */
function announcement(view: OwnerView, number: ApplicationNumber, form: Uint8Array | undefined): readonly Output[] {
  const said: Output = {
    show: 'notice',
    screen: {
      text: [
        message('submission.done', { number, confirmBy: new Date(view.confirmBy), city: view.city }),
        message('submission.bring'),
        ...(view.email === null ? [] : [message('submission.letter', { email: view.email })]),
        ...(form ? [] : [message('submission.form-later')]),
      ],
      buttons: [[{ label: message('application.copy-number'), copy: number }], ...applicationButtons(view, number)],
    },
  };
  const attached: Output[] = form
    ? [
        {
          show: 'file',
          name: `application-${number}.pdf`,
          bytes: form,
          caption: message('submission.form', { number }),
        },
      ]
    : [];
  return [said, ...attached];
}

function submissionOf(draft: Draft, { language, renews }: Conversation): Submission {
  const { agreement, iin, email, region, city, domain } = draft;
  const keyStorage = draft['key-storage'];
  const request = requestOf(draft);
  if (!(agreement && iin && email && region && city && domain && keyStorage && request)) {
    throw new Error('the draft is not complete');
  }
  return {
    iin: iin.iin,
    email: draft['email-check']?.address ?? email.address,
    region,
    city,
    domain: domain.ascii,
    csr: request.pem,
    keyStorage,
    agreement,
    language: language ?? 'ru',
    ...(renews && { renews }),
  };
}

function requestOf(draft: Draft): MadeRequest | undefined {
  switch (draft['key-storage']) {
    case 'own-csr':
      return draft.csr;
    case 'chat':
      return draft['chat-key'];
    default:
      return draft['device-key'];
  }
}

const keyOf = ({ draftId }: Conversation, submission: Submission): string =>
  createHash('sha256')
    .update(`${draftId}\n${JSON.stringify(submission)}`)
    .digest('hex');
