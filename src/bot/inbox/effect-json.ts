import type { Effect } from './chat-event.ts';

type StoredEffect = Omit<Effect, 'files' | 'orElse'> & {
  readonly files?: readonly { readonly field: string; readonly name: string; readonly base64: string }[];
  readonly orElse?: StoredEffect;
};

/** Effects as JSON: the bytes of files become base64. */
export const encodeEffects = (effects: readonly Effect[]): readonly StoredEffect[] => effects.map(encode);

export const decodeEffects = (stored: readonly StoredEffect[]): readonly Effect[] => stored.map(decode);

const encode = ({ files, orElse, ...effect }: Effect): StoredEffect => ({
  ...effect,
  ...(files && {
    files: files.map(({ field, name, bytes }) => ({ field, name, base64: Buffer.from(bytes).toString('base64') })),
  }),
  ...(orElse && { orElse: encode(orElse) }),
});

const decode = ({ files, orElse, ...effect }: StoredEffect): Effect => ({
  ...effect,
  ...(files && {
    files: files.map(({ field, name, base64 }) => ({ field, name, bytes: Buffer.from(base64, 'base64') })),
  }),
  ...(orElse && { orElse: decode(orElse) }),
});
