// Proof that a person asks: a picture to read, single use, then a pass for a few look-ups. Must not know what is looked up.
import { randomBytes } from 'node:crypto';
import type { PictureCode, PicturePass } from '../../contract/schemas.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Limits, LimitTable } from '../applications/limits.ts';
import type { Outcome, Refusal } from '../applications/refusal.ts';

export interface PictureCodes {
  create(owner: string): Promise<Outcome<PictureCode>>;
  /** Right or wrong, the picture is used up. */
  answer(owner: string, id: string, answer: string): Promise<Outcome<PicturePass>>;
  /** Takes one look-up off the pass. Without picture codes no pass is asked for. */
  admit(owner: string, pass: string | null): Promise<Refusal | undefined>;
}

export interface PictureCodeStorage {
  store(code: { id: string; owner: string; answer: string; expiresAt: Date }): Promise<void>;
  /** Removes it, whatever comes of it; undefined when it is not there, another's or expired. */
  take(id: string, owner: string, now: Date): Promise<{ answer: string } | undefined>;
  storePass(pass: { token: string; owner: string; remaining: number; expiresAt: Date }): Promise<void>;
  usePass(token: string, owner: string, now: Date): Promise<boolean>;
  sweep(now: Date): Promise<void>;
}

const CODE_LIFE_MS = 5 * 60_000;
const PASS_LIFE_MS = 15 * 60_000;
/** A slip or two in the IIN, then another picture. */
const LOOK_UPS_PER_PASS = 3;

export interface PictureCodeParts {
  readonly storage: PictureCodeStorage;
  readonly chooseText: () => string;
  /** PNG of a text. */
  readonly draw: (text: string) => Promise<Uint8Array>;
  readonly limits: Limits;
  readonly limitTable: LimitTable;
  readonly sealing: Sealing;
  readonly clock: Clock;
  readonly required: boolean;
}

export function createPictureCodes({
  storage,
  chooseText,
  draw,
  limits,
  limitTable,
  sealing,
  clock,
  required,
}: PictureCodeParts): PictureCodes {
  const inFuture = (milliseconds: number) => new Date(clock().getTime() + milliseconds);
  const answerOf = (id: string, text: string) => sealing.fingerprint(`picture code ${id} ${readAsMeant(text)}`);
  const passOf = (pass: string) => sealing.fingerprint(`picture pass ${pass}`);

  return {
    async create(owner) {
      const tooMany = await limits.take(limitTable.pictureCodesPerOwner, owner);
      if (tooMany) return tooMany;
      const id = randomBytes(16).toString('base64url');
      const text = chooseText();
      const expiresAt = inFuture(CODE_LIFE_MS);
      const image = Buffer.from(await draw(text)).toString('base64');
      await storage.store({ id, owner, answer: answerOf(id, text), expiresAt });
      return { value: { id, image, expiresAt: expiresAt.toISOString() } };
    },
    async answer(owner, id, answer) {
      const code = await storage.take(id, owner, clock());
      if (!code) return { because: 'picture-code-gone' };
      if (code.answer !== answerOf(id, answer)) return { because: 'picture-code-wrong' };
      const pass = randomBytes(24).toString('base64url');
      const expiresAt = inFuture(PASS_LIFE_MS);
      await storage.storePass({ token: passOf(pass), owner, remaining: LOOK_UPS_PER_PASS, expiresAt });
      return { value: { pass, expiresAt: expiresAt.toISOString() } };
    },
    async admit(owner, pass) {
      if (!required) return undefined;
      const admitted = pass !== null && (await storage.usePass(passOf(pass), owner, clock()));
      return admitted ? undefined : { because: 'picture-pass-gone' };
    },
  };
}

/** Spaces between the signs, and digits that a keyboard has in another width. */
const readAsMeant = (text: string): string => text.normalize('NFKC').toUpperCase().replace(/\s/g, '');
