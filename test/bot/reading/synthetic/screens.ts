// What applicants show to a person besides documents: screens, with and without an IIN on them. Nothing on them is real.
import './register-fonts.ts';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { photograph } from './camera.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';
import { chooseShot, type Grade } from './shot.ts';

/** As Telegram makes a telephone's screenshot smaller. */
const SIZES = [
  [591, 1280],
  [720, 1280],
  [1280, 800],
] as const;

const HARMLESS: readonly ((random: Random) => string)[] = [
  () => 'Сертификат не найден, попробуйте ещё раз',
  () => 'Your connection is not private',
  () => 'NET::ERR_CERT_AUTHORITY_INVALID',
  () => 'Өтінім қабылданды, күтіңіз',
  () => 'https://specimen.kz/login?next=%2Fhome',
  (random) => `Телефон: +7 70${digits(random, 1)} ${digits(random, 3)} ${digits(random, 2)} ${digits(random, 2)}`,
  (random) => `№ ${[1, 2, 3, 4, 5].map(() => digits(random, 3)).join('-')}`,
  (random) => `${random.whole(10, 28)}.${random.whole(10, 12)}.2026 14:${random.whole(10, 59)}:${random.whole(10, 59)}`,
  (random) => `nginx: [emerg] ${random.whole(1000, 9999)}#0: cannot load certificate`,
  (random) => `Serial 4f:${digits(random, 2)}:9a:${digits(random, 2)}:7b:0c:${digits(random, 2)}`,
  (random) => `Ошибка ${random.whole(400, 599)}, код ${digits(random, 6)}`,
  (random) => `192.168.${random.whole(1, 99)}.${random.whole(1, 99)} - "GET / HTTP/1.1" 200 ${digits(random, 4)}`,
  () => 'openssl req -new -newkey rsa:2048 -out specimen.csr',
];
const digits = (random: Random, count: number) => Array.from({ length: count }, () => random.whole(0, 9)).join('');

const IIN_LINES: readonly ((iin: string) => string)[] = [
  (iin) => `ИИН: ${iin}`,
  (iin) => `ЖСН ${iin.slice(0, 6)} ${iin.slice(6)}`,
  (iin) => iin,
  (iin) => `SYNAQ TEST, IIN ${iin}, Astana`,
  (iin) => `SERIALNUMBER=IIN${iin}`,
];

/** A screenshot, with the IIN of `person` somewhere in it, or with nothing about anybody. */
export function drawScreen(random: Random, person: Person | undefined): Uint8Array {
  const [width, height] = random.pick(SIZES);
  const size = random.whole(14, 26);
  const lines = Array.from({ length: Math.floor(height / size / 2.4) - 2 }, () => random.pick(HARMLESS)(random));
  if (person) lines[random.whole(0, lines.length - 1)] = random.pick(IIN_LINES)(person.iin);
  const isDark = random.chance(0.4);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = isDark ? '#17212b' : '#ffffff';
  context.fillRect(0, 0, width, height);
  context.fillStyle = isDark ? '#e8e8e8' : '#1c1c1c';
  context.font = `${size}px ${random.pick(['specimen-sans', 'specimen-bold'])}`;
  for (const [at, line] of lines.entries()) context.fillText(line, 24, (at + 1.6) * size * 2.4);
  return canvas.toBuffer('image/jpeg', random.whole(60, 87));
}

/** The same screen, photographed by somebody who does not know how to take a screenshot. */
export async function photographScreen(screen: Uint8Array, grade: Grade, random: Random): Promise<Uint8Array> {
  const image = await loadImage(Buffer.from(screen));
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return photograph(canvas, { ...chooseShot(grade, random), size: 1280 }, random);
}
