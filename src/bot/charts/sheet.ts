export type Tone = 'blue' | 'green' | 'amber' | 'red' | 'violet' | 'teal' | 'grey';

/** What one picture shows, from top to bottom. All words are ready to be read; nothing is translated later. */
export interface Sheet {
  readonly title: string;
  readonly subtitle?: string;
  readonly blocks: readonly Block[];
}

export type Block = TilesBlock | BarsBlock | ColumnsBlock | FunnelBlock;

/** A few figures side by side, three in a row. */
export interface TilesBlock {
  readonly kind: 'tiles';
  readonly tiles: readonly { readonly label: string; readonly value: string; readonly tone?: Tone }[];
}

/** One bar below the other, for things that have names. `note` stands beside the number. */
export interface BarsBlock {
  readonly kind: 'bars';
  readonly title: string;
  readonly bars: readonly Bar[];
}
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly tone?: Tone;
  readonly note?: string;
}

/** Stacked columns along the time: `values` has one number per series, the first at the bottom. */
export interface ColumnsBlock {
  readonly kind: 'columns';
  readonly title: string;
  readonly series: readonly { readonly label: string; readonly tone: Tone }[];
  readonly columns: readonly { readonly label: string; readonly values: readonly number[] }[];
}

/** How many of those who reached the first stage reached each of the others. */
export interface FunnelBlock {
  readonly kind: 'funnel';
  readonly title: string;
  readonly stages: readonly { readonly label: string; readonly value: number; readonly note?: string }[];
}
