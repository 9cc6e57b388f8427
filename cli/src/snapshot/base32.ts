const LETTERS = '0123456789abcdfghijklmnpqrsvwxyz';

/** Bytes in Nix's own base 32: without e, o, t and u, and the last bits first. */
export function nixBase32(bytes: Uint8Array): string {
  let text = '';
  for (let at = Math.ceil((bytes.length * 8) / 5) - 1; at >= 0; at--) {
    const byte = (at * 5) >> 3;
    const shift = (at * 5) & 7;
    text += LETTERS[((bytes[byte]! >> shift) | ((bytes[byte + 1] ?? 0) << (8 - shift))) & 31]!;
  }
  return text;
}
