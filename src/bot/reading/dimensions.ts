// How large a picture claims to be, from its header alone. undefined: the header is not whole.

export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** ISO/IEC 15948, 11.2.2: IHDR is the first chunk. */
export function pngDimensions(bytes: Uint8Array): Dimensions | undefined {
  if (bytes.length < 24) return undefined;
  return { width: view(bytes).getUint32(16), height: view(bytes).getUint32(20) };
}

/** ITU-T T.81, B.2.2: the first frame header, SOF0 to SOF15 without DHT, JPG and DAC. */
export function jpegDimensions(bytes: Uint8Array): Dimensions | undefined {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view(bytes).getUint16(at + 5), width: view(bytes).getUint16(at + 7) };
    at += 2 + view(bytes).getUint16(at + 2);
  }
  return undefined;
}

/** RFC 9649, 2.5 to 2.7: lossy, lossless, extended. */
export function webpDimensions(bytes: Uint8Array): Dimensions | undefined {
  if (bytes.length < 30) return undefined;
  const little = view(bytes);
  switch (Buffer.from(bytes.subarray(12, 16)).toString('latin1')) {
    case 'VP8 ':
      return { width: little.getUint16(26, true) & 0x3fff, height: little.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const packed = little.getUint32(21, true);
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: (little.getUint32(24, true) & 0xffffff) + 1, height: (little.getUint32(26, true) >>> 8) + 1 };
    default:
      return undefined;
  }
}
