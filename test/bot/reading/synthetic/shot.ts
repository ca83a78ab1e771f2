// Under which conditions a picture is taken: three grades, from a careful person by daylight to a hurried one by a lamp.
import type { Random } from './random.ts';

export interface Shot {
  /** Pixels of the picture's long side. */
  readonly size: number;
  /** How much of it the document takes, in its width. */
  readonly share: number;
  readonly degrees: number;
  /** How far the corners may be off, as a part of the document's width. */
  readonly perspective: number;
  /** Standard deviations, in pixels and in tones. */
  readonly blur: number;
  readonly noise: number;
  /** 1 is daylight. */
  readonly light: number;
  readonly shadow: number;
  readonly glare: number;
  readonly clutter: boolean;
  readonly quality: number;
}

export type Grade = 'clean' | 'usual' | 'hard';
export const grades: readonly Grade[] = ['clean', 'usual', 'hard'];

type Range = readonly [from: number, to: number];
interface Conditions
  extends Readonly<Record<'size' | 'share' | 'degrees' | 'blur' | 'noise' | 'light' | 'quality', Range>> {
  readonly perspective: number;
  readonly shadow?: Range;
  readonly glare?: { readonly chance: number; readonly strength: Range };
  readonly clutter: 'never' | 'sometimes' | 'always';
}

const conditions: Readonly<Record<Grade, Conditions>> = {
  clean: {
    size: [1200, 2000],
    share: [0.8, 0.95],
    degrees: [-3, 3],
    perspective: 0.01,
    blur: [0, 0.5],
    noise: [0, 3],
    light: [0.9, 1],
    clutter: 'never',
    quality: [80, 90],
  },
  usual: {
    size: [900, 1600],
    share: [0.68, 0.92],
    degrees: [-8, 8],
    perspective: 0.035,
    blur: [0.3, 1],
    noise: [2, 8],
    light: [0.65, 1],
    shadow: [0, 0.4],
    glare: { chance: 0.3, strength: [0.2, 0.5] },
    clutter: 'sometimes',
    quality: [60, 85],
  },
  hard: {
    size: [600, 1400],
    share: [0.62, 0.9],
    degrees: [-15, 15],
    perspective: 0.07,
    blur: [0.5, 1.4],
    noise: [5, 15],
    light: [0.3, 1],
    shadow: [0.2, 0.6],
    glare: { chance: 0.5, strength: [0.4, 0.9] },
    clutter: 'always',
    quality: [40, 70],
  },
};

export function chooseShot(grade: Grade, random: Random): Shot {
  const { size, share, degrees, perspective, blur, noise, light, shadow, glare, clutter, quality } = conditions[grade];
  return {
    size: random.whole(...size),
    share: random.between(...share),
    degrees: random.between(...degrees),
    perspective,
    blur: random.between(...blur),
    noise: random.between(...noise),
    light: random.between(...light),
    shadow: shadow ? random.between(...shadow) : 0,
    glare: glare && random.chance(glare.chance) ? random.between(...glare.strength) : 0,
    clutter: clutter === 'sometimes' ? random.chance(0.6) : clutter === 'always',
    quality: random.whole(...quality),
  };
}

/** How wide the document should be drawn for this shot, so that nothing is enlarged. */
export const drawnWidth = ({ size, share }: Shot): number => Math.round(size * share * 1.25);
