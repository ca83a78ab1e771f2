/** A row's middle line, in pixels. */
export interface Row {
  readonly x: number;
  readonly y: number;
  /** From left to right, in radians. */
  readonly angle: number;
  readonly length: number;
  /** Of its characters. */
  readonly height: number;
}
