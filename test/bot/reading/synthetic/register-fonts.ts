// What is drawn here is drawn with these.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { GlobalFonts } from '@napi-rs/canvas';

const resolve = createRequire(import.meta.url).resolve;
const file = (name: string) => fileURLToPath(new URL(`./fonts/${name}.otf`, import.meta.url));
GlobalFonts.registerFromPath(file('ocr-b'), 'specimen-ocr-b');
GlobalFonts.registerFromPath(file('ocr-b-sharp'), 'specimen-ocr-b-sharp');
GlobalFonts.registerFromPath(resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), 'specimen-sans');
GlobalFonts.registerFromPath(resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'), 'specimen-bold');
