import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { drawSheet } from '../../../src/bot/charts/charts.ts';
import type { Sheet } from '../../../src/bot/charts/sheet.ts';

const week = ['16.11', '17.11', '18.11', '19.11', '20.11', '21.11', '22.11'];
const sheet: Sheet = {
  title: 'Өтінімдер мен қолдау',
  subtitle: '9–22 қараша 2026',
  blocks: [
    {
      kind: 'tiles',
      tiles: [
        { label: 'Өтінімдер', value: '128' },
        { label: 'Ашық сұрақтар', value: '4', tone: 'amber' },
        { label: 'Бірінші жауап, медиана', value: '7 мин' },
      ],
    },
    {
      kind: 'columns',
      title: 'Заявления по дням',
      series: [
        { label: 'Выпущен', tone: 'green' },
        { label: 'Отказано', tone: 'red' },
        { label: 'Никогда', tone: 'grey' },
      ],
      columns: week.map((label, index) => ({ label, values: [index + 3, index % 3, 0] })),
    },
    {
      kind: 'funnel',
      title: 'Где останавливаются',
      stages: [
        { label: 'Соглашение', value: 128, note: '−0 %' },
        { label: 'ИИН', value: 100, note: '−22 %' },
        { label: 'Хранилище ключей на устройстве', value: 64, note: '−36 %' },
      ],
    },
    {
      kind: 'bars',
      title: 'Delivery',
      bars: [
        { label: 'Delivered', value: 9_600, tone: 'green', note: '96 %' },
        { label: 'Blocked', value: 0, tone: 'grey' },
        { label: 'Unknown', value: 1, tone: 'amber' },
      ],
    },
  ],
};

describe('a sheet of figures', () => {
  let png: Buffer;
  let pixel: (x: number, y: number) => string;
  let colours: Set<string>;
  let height: number;

  beforeAll(async () => {
    png = Buffer.from(await drawSheet(sheet));
    mkdirSync('screenshots', { recursive: true });
    writeFileSync('screenshots/chart-sheet.png', png);
    const image = await loadImage(png);
    height = image.height;
    const context = createCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    pixel = (x, y) => `#${Buffer.from(data.subarray((y * image.width + x) * 4).subarray(0, 3)).toString('hex')}`;
    colours = new Set();
    for (let y = 0; y < image.height; y += 2) for (let x = 0; x < image.width; x += 2) colours.add(pixel(x, y));
  });

  test('is a PNG as wide as a phone wants, on a light ground, and small to send', () => {
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(1080);
    expect(pixel(4, 4)).toBe('#ffffff');
    expect(png.length).toBeLessThan(300_000);
    expect(height).toBeGreaterThan(1_200);
  });

  test('shows each series in its colour, and none that has no value', () => {
    for (const tone of ['#16a34a', '#dc2626', '#2563eb', '#d97706']) expect(colours).toContain(tone);
    expect(colours).not.toContain('#94a3b8');
  });
});

test('a sheet without any figure is drawn, too', async () => {
  const empty: Sheet = {
    title: 'Nothing yet',
    blocks: [
      { kind: 'tiles', tiles: [] },
      { kind: 'bars', title: 'Bars', bars: [] },
      { kind: 'columns', title: 'Columns', series: [], columns: [] },
      { kind: 'funnel', title: 'Funnel', stages: [{ label: 'First', value: 0 }] },
    ],
  };
  expect(
    Buffer.from(await drawSheet(empty))
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
});
