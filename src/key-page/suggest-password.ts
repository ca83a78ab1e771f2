/** No characters that look alike: people copy passwords by hand. */
const letters = 'abcdefghjkmnpqrstuvwxyz';
const digits = '23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** Four groups of five, 89 bits of chance. Each group begins with a letter and ends with a digit, as the guide's rule wants. */
export const suggestPassword = (): string =>
  Array.from({ length: GROUPS }, () => {
    const middle = Array.from({ length: GROUP_LENGTH - 2 }, () => pick(letters + digits)).join('');
    return pick(letters) + middle + pick(digits);
  }).join('-');

/** Every character is as likely as another: bytes that would make the first ones likelier are thrown away. */
function pick(from: string): string {
  const limit = 256 - (256 % from.length);
  for (;;) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < limit) return from.charAt(byte % from.length);
  }
}
