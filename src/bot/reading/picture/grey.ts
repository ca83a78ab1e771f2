/** A picture in tones of grey, row by row. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly tones: Uint8Array;
}
