/** Ink points that are looked at: more make it slower, not better. */
const POINTS = 12_000;
const STEP_DEGREES = 2;
const APART_DEGREES = 5;

/**
 * In which directions rows of print may run, the likeliest first, in radians from -PI/2 to PI/2: seen along them, ink lies in
 * stripes. So it does across them where characters stand below one another, hence every direction comes with the one across it.
 */
export function findDirections(ink: Uint8Array, width: number, height: number, pairs: number): number[] {
  const points = samplePoints(ink, width, height);
  const reach = Math.ceil(Math.hypot(width, height));
  const scored: { degrees: number; score: number }[] = [];
  for (let degrees = -90; degrees < 90; degrees += STEP_DEGREES) {
    scored.push({ degrees, score: stripiness(points, (degrees * Math.PI) / 180, reach) });
  }
  scored.sort((one, other) => other.score - one.score);
  const chosen: number[] = [];
  for (const { degrees } of scored) {
    const apart = (other: number) => Math.min(Math.abs(degrees - other) % 90, 90 - (Math.abs(degrees - other) % 90));
    if (chosen.every((other) => apart(other) >= APART_DEGREES)) chosen.push(degrees);
    if (chosen.length === pairs) break;
  }
  return chosen
    .flatMap((degrees) => [degrees, degrees < 0 ? degrees + 90 : degrees - 90])
    .map((degrees) => (degrees * Math.PI) / 180);
}

/** Pairs of x and y. */
function samplePoints(ink: Uint8Array, width: number, height: number): Float32Array {
  let count = 0;
  for (const each of ink) count += each;
  const every = Math.max(1, count / POINTS);
  const points = new Float32Array(2 * Math.min(count, POINTS + 1));
  let [seen, taken] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!ink[y * width + x] || seen++ < taken * every || 2 * taken >= points.length) continue;
      points[2 * taken] = x;
      points[2 * taken + 1] = y;
      taken += 1;
    }
  }
  return points.subarray(0, 2 * taken);
}

/** How much neighbouring lines differ in the ink on them. */
function stripiness(points: Float32Array, angle: number, reach: number): number {
  const lines = new Float32Array(2 * reach + 2);
  const [right, down] = [Math.cos(angle), Math.sin(angle)];
  for (let at = 0; at < points.length; at += 2) {
    const across = (points[at + 1] as number) * right - (points[at] as number) * down + reach;
    const line = Math.floor(across);
    lines[line] = (lines[line] as number) + 1;
  }
  let score = 0;
  for (let line = 2; line < lines.length; line++) score += ((lines[line] as number) - (lines[line - 2] as number)) ** 2;
  return score;
}
