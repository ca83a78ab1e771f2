// Documents that do not exist, drawn flat as a scanner would see them. Every one is marked SPECIMEN.
import './register-fonts.ts';
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { cardRows, type Person, passportRows } from './person.ts';
import type { Random } from './random.ts';

/** ISO/IEC 7810: ID-1 and ID-3, in millimetres. */
const CARD = { width: 85.6, height: 53.98 };
const PASSPORT = { width: 125, height: 88 };
/** Ten characters to the inch (ICAO 9303 part 3, 4.6). */
const PITCH = 2.54;

interface Sheet {
  readonly canvas: Canvas;
  readonly context: SKRSContext2D;
}

/** `pixels`: how wide the document is. */
function sheet({ width, height }: typeof CARD, pixels: number, random: Random): Sheet {
  const scale = pixels / width;
  const canvas = createCanvas(Math.round(pixels), Math.round(height * scale));
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  const hue = random.whole(150, 230);
  const shade = context.createLinearGradient(0, 0, width, height);
  shade.addColorStop(0, `hsl(${hue} 35% ${random.whole(86, 95)}%)`);
  shade.addColorStop(1, `hsl(${hue + random.whole(-60, 60)} 30% ${random.whole(84, 94)}%)`);
  context.fillStyle = shade;
  context.fillRect(0, 0, width, height);
  guilloche(context, { width, height }, hue, random);
  context.save();
  context.translate(width * 0.5, height * 0.36);
  context.rotate(-0.3);
  write(context, 'SPECIMEN', -width * 0.33, 0, width * 0.11, 'specimen-bold', 'rgba(190,60,60,0.25)');
  context.restore();
  return { canvas, context };
}

/** The fine lines that are printed all over a document, also under the zone. */
function guilloche(context: SKRSContext2D, { width, height }: typeof CARD, hue: number, random: Random): void {
  context.lineWidth = 0.12;
  for (let line = 0; line < 26; line++) {
    context.strokeStyle = `hsla(${hue + random.whole(-50, 50)} 45% 60% / ${random.between(0.25, 0.5)})`;
    context.beginPath();
    const [start, swing, waves] = [random.between(0, height), random.between(1, 6), random.between(1, 4)];
    for (let x = 0; x <= width; x += 1) {
      const y = start + swing * Math.sin((x / width) * waves * 2 * Math.PI);
      if (x === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.stroke();
  }
}

function write(
  context: SKRSContext2D,
  text: string,
  x: number,
  baseline: number,
  size: number,
  font = 'specimen-sans',
  colour = '#222',
): void {
  context.font = `${size}px ${font}`;
  context.fillStyle = colour;
  context.fillText(text, x, baseline);
}

/** Each character in the middle of its place, as a printer puts it. */
function zone(context: SKRSContext2D, rows: readonly string[], left: number, baseline: number, random: Random): void {
  const font = random.pick(['specimen-ocr-b', 'specimen-ocr-b-sharp']);
  const spacing = rows.length === 3 ? random.between(4.1, 4.9) : random.between(6, 6.5);
  const ink = `rgb(${random.whole(10, 60)},${random.whole(10, 60)},${random.whole(10, 60)})`;
  rows.forEach((row, at) => {
    [...row].forEach((character, column) => {
      context.font = `3.5px ${font}`;
      const { width } = context.measureText(character);
      const y = baseline - (rows.length - 1 - at) * spacing;
      write(context, character, left + (column + 0.5) * PITCH - width / 2, y, 3.5, font, ink);
    });
  });
}

export function drawCardBack(person: Person, pixels: number, random: Random, state?: string): Canvas {
  const { canvas, context } = sheet(CARD, pixels, random);
  write(context, 'ТУҒАН ЖЕРІ / МЕСТО РОЖДЕНИЯ / PLACE OF BIRTH', 6, 7, 1.7, undefined, '#555');
  write(context, 'SYNAQ OBLYSY (SPECIMEN)', 6, 10.5, 2.6);
  write(context, 'БЕРГЕН ОРГАН / ОРГАН ВЫДАЧИ / AUTHORITY', 6, 15, 1.7, undefined, '#555');
  write(context, 'SPECIMEN MINISTRY', 6, 18.5, 2.6);
  context.fillStyle = '#c9b25a';
  context.fillRect(66, 6, 12, 10);
  zone(context, cardRows(person, state), (CARD.width - 30 * PITCH) / 2, CARD.height - random.between(4.2, 5.6), random);
  return canvas;
}

export function drawCardFront(person: Person, pixels: number, random: Random): Canvas {
  const { canvas, context } = sheet(CARD, pixels, random);
  write(context, 'SPECIMEN · ЖЕКЕ КУӘЛІК · УДОСТОВЕРЕНИЕ ЛИЧНОСТИ', 5, 6, 2.2, 'specimen-bold');
  context.fillStyle = '#9aa4ad';
  context.fillRect(5, 10, 22, 28);
  write(context, 'ТЕГІ / ФАМИЛИЯ', 31, 13, 1.8, undefined, '#555');
  write(context, person.surname, 31, 17, 3.2);
  write(context, 'АТЫ / ИМЯ', 31, 22, 1.8, undefined, '#555');
  write(context, person.givenNames.replace('<', ' '), 31, 26, 3.2);
  const [year, month, day] = person.birth.match(/../g) ?? [];
  write(context, 'ТУҒАН КҮНІ / ДАТА РОЖДЕНИЯ', 31, 31, 1.8, undefined, '#555');
  write(context, `${day}.${month}.19${year}`, 31, 35, 3.2);
  write(context, 'ЖСН / ИИН', 5, 44, 1.8, undefined, '#555');
  write(context, person.iin, 20, 47, 4.2, 'specimen-bold');
  return canvas;
}

export function drawPassport(person: Person, pixels: number, random: Random, state?: string): Canvas {
  const { canvas, context } = sheet(PASSPORT, pixels, random);
  write(context, 'SPECIMEN · PASSPORT · ПАСПОРТ', 8, 9, 3, 'specimen-bold');
  context.fillStyle = '#9aa4ad';
  context.fillRect(8, 14, 32, 40);
  write(context, person.surname, 48, 22, 3.4);
  write(context, person.givenNames.replace('<', ' '), 48, 32, 3.4);
  zone(context, passportRows(person, state), (PASSPORT.width - 44 * PITCH) / 2, PASSPORT.height - 8, random);
  return canvas;
}
