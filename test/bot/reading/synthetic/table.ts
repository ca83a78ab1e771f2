import { type Canvas, createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';

/** Documents one below the other, seen from straight above in good light. */
export function layOnTable(documents: readonly Canvas[], width: number, height: number): Promise<Buffer> {
  const table = createCanvas(width, height);
  const context = table.getContext('2d');
  context.fillStyle = '#6b5a4a';
  context.fillRect(0, 0, width, height);
  documents.forEach((document, at) => {
    context.drawImage(document, 100, 60 + at * (document.height + 60));
  });
  return sharp(table.data(), { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .blur(0.6)
    .jpeg({ quality: 80 })
    .toBuffer();
}
