import { expect, it } from '@jest/globals';
import { findDirections } from '../../../../src/bot/reading/picture/directions.ts';

const [WIDTH, HEIGHT] = [400, 300];

/** Marks at the crossings of a grid that is turned: closer together in the direction of its rows. */
function grid(degrees: number): Uint8Array {
  const ink = new Uint8Array(WIDTH * HEIGHT);
  const [right, down] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  for (let row = -3; row <= 3; row++) {
    for (let column = -60; column <= 60; column++) {
      const x = Math.round(WIDTH / 2 + 2 * column * right - 16 * row * down);
      const y = Math.round(HEIGHT / 2 + 2 * column * down + 16 * row * right);
      if (x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT) ink[y * WIDTH + x] = 1;
    }
  }
  return ink;
}

it.each([-40, -12, 0, 7, 30, 88])('rows that run at %i degrees come first, then what runs across them', (degrees) => {
  const [along, across] = findDirections(grid(degrees), WIDTH, HEIGHT, 1).map((angle) => (angle * 180) / Math.PI);
  expect(Math.abs((along as number) - degrees)).toBeLessThanOrEqual(2);
  expect(Math.abs((along as number) - (across as number))).toBeCloseTo(90);
});
