/** In pixels of a picture of 1,000: characters, also some that have run together, are larger than a speck and smaller than an edge. */
const SPECK = 12;
const LOW = 5;
const LONG = 330;
const THICK = 62;

/** Takes away, in place, what is connected and yet no character: specks of noise, edges of the table and the document. */
export function dropShapes(ink: Uint8Array, width: number): void {
  const seen = new Uint8Array(ink.length);
  const stack: number[] = [];
  for (let start = 0; start < ink.length; start++) {
    if (!ink[start] || seen[start]) continue;
    const members = [start];
    let [left, right, top, bottom] = [width, 0, Number.POSITIVE_INFINITY, 0];
    seen[start] = 1;
    stack.push(start);
    while (stack.length > 0) {
      const index = stack.pop() as number;
      const x = index % width;
      const y = (index - x) / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (let dy = -width; dy <= width; dy += width) {
        for (let dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
          const next = index + dy + dx;
          if (next < 0 || next >= ink.length || !ink[next] || seen[next]) continue;
          seen[next] = 1;
          stack.push(next);
          members.push(next);
        }
      }
    }
    const [wide, tall] = [right - left + 1, bottom - top + 1];
    const [long, thick] = [Math.max(wide, tall), Math.min(wide, tall)];
    if (members.length < SPECK || long < LOW || long > LONG || thick > THICK) {
      for (const index of members) ink[index] = 0;
    }
  }
}
