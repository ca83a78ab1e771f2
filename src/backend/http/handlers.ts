// Which use case each route is. Nothing is decided here.
import type { Answer } from '../../contract/client.ts';
import type { FormRequests } from '../applications/form-requests.ts';
import type { LookUpPerson } from '../applications/look-up-person.ts';
import type { OwnerWork } from '../applications/owner-work.ts';
import type { Submit } from '../applications/submit.ts';
import type { PictureCodes } from '../picture-codes/picture-codes.ts';
import type { Regions } from '../regions/regions.ts';
import type { Feed } from '../storage/feed.ts';
import type { Handlers } from './handler.ts';

export interface UseCases {
  readonly pictureCodes: PictureCodes;
  readonly lookUpPerson: LookUpPerson;
  readonly regions: Regions;
  readonly submit: Submit;
  readonly ownerWork: OwnerWork;
  readonly forms: FormRequests;
  readonly feed: Pick<Feed, 'changesAfter'>;
}

export const createHandlers = ({
  pictureCodes,
  lookUpPerson,
  regions,
  submit,
  ownerWork,
  forms,
  feed,
}: UseCases): Handlers => ({
  createPictureCode: ({ owner }) => pictureCodes.create(owner),
  answerPictureCode: ({ owner, path: { id = '' }, body }) => pictureCodes.answer(owner, id, body.answer),
  findPerson: ({ owner, body }) => lookUpPerson(owner, body.iin, body.pass),
  listRegions: async () => ({ value: [...regions.list] }),
  async submit({ owner, idempotencyKey, body }) {
    const submitted = await submit(owner, idempotencyKey, body);
    return 'because' in submitted ? submitted : { value: await ownerWork.view(submitted.value) };
  },
  readApplication: ({ owner, path: { number = '' }, client }) => ownerWork.read(number, owner, owner ?? client),
  readFormPdf: ({ owner, path: { number = '' } }) => forms.pdf(number, owner),
  readFormPicture: ({ owner, path: { number = '' } }) => forms.png(number, owner),
  readCertificates: ({ owner, path: { number = '' } }) => ownerWork.certificates(number, owner),
  confirmSetUp: ({ owner, path: { number = '' } }) => ownerWork.confirmSetUp(number, owner),
  withdraw: ({ owner, path: { number = '' } }) => ownerWork.withdraw(number, owner),
  changeEmail: ({ owner, path: { number = '' }, body }) => ownerWork.changeEmail(number, owner, body.email),
  askRevocation: ({ owner, path: { number = '' }, body }) => ownerWork.askRevocation(number, owner, body.reason),
  async statusChanges({ query: { after, wait }, signal }): Promise<{ value: Answer<'statusChanges'> }> {
    const limit = wait === 0 ? AbortSignal.abort() : AbortSignal.any([signal, AbortSignal.timeout(wait * 1000)]);
    const changes = [...(await feed.changesAfter(after, limit))];
    return { value: { changes, cursor: changes.at(-1)?.cursor ?? after } };
  },
});
