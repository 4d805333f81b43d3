import type { ByteSlab } from "./byte-slab.ts";

/** Beyond this many characters the native encoder is faster than a loop, and six bytes each are too many to reserve. */
const LONG = 32;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Letters of the short escapes by the character that they stand for. */
const SHORT = new Map([
  [0x08, 0x62],
  [0x09, 0x74],
  [0x0a, 0x6e],
  [0x0c, 0x66],
  [0x0d, 0x72],
  [QUOTE, QUOTE],
  [BACKSLASH, BACKSLASH],
]);
const HEX = Buffer.from("0123456789ABCDEF", "latin1");
/**
 * The bytes that stand for themselves. Not those from 0xef on: there begin characters beyond the BMP, and what the
 * native encoder writes for half a surrogate pair.
 */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0xef && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

/**
 * Writes a JSON string in UTF-8 as Jackson does (connect.md §3.2): short escapes where there are any, other control
 * characters as `\u001F`, every half of a surrogate pair, alone or not, as `\uD83D`, all else as it is.
 */
export function writeJsonString(out: ByteSlab, text: string): void {
  if (text.length > LONG && writePlain(out, text)) return;
  out.reserve((text.length > LONG ? escapedLength(text) : text.length * 6) + 2);
  const { bytes, position } = out;
  bytes[position] = QUOTE;
  const end = writeCharacters(bytes, position + 1, text);
  bytes[end] = QUOTE;
  out.position = end + 1;
}

/** Lets the native encoder write the text and looks whether there was something to escape; if so nothing is written. */
function writePlain(out: ByteSlab, text: string): boolean {
  // Three bytes a character are enough, but too much memory to hold on to once the text is large.
  out.reserve((text.length > 4096 ? Buffer.byteLength(text) : text.length * 3) + 2);
  const { bytes, position } = out;
  const end = position + 1 + bytes.write(text, position + 1, "utf8");
  for (let i = position + 1; i < end; i++) if (PLAIN[bytes[i] ?? 0] === 0) return false;
  bytes[position] = QUOTE;
  bytes[end] = QUOTE;
  out.position = end + 1;
  return true;
}

function escapedLength(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    const escaped = char < 0x20 || char === QUOTE || char === BACKSLASH || (char >= 0xd800 && char <= 0xdfff);
    length += escaped ? 6 : char < 0x80 ? 1 : 3;
  }
  return length;
}

function writeCharacters(bytes: Uint8Array, from: number, text: string): number {
  const { length } = text;
  let position = from;
  let i = 0;
  // Most text is plain ASCII: a loop that knows nothing else takes half the time.
  for (; i < length; i++) {
    const char = text.charCodeAt(i);
    if (char < 0x20 || char > 0x7f || char === QUOTE || char === BACKSLASH) break;
    bytes[position++] = char;
  }
  for (; i < length; i++) position = writeCharacter(bytes, position, text.charCodeAt(i));
  return position;
}

function writeCharacter(bytes: Uint8Array, position: number, char: number): number {
  if (char < 0x20 || char === QUOTE || char === BACKSLASH) return escape(bytes, position, char);
  if (char < 0x80) {
    bytes[position] = char;
    return position + 1;
  }
  if (char < 0x800) {
    bytes[position] = 0xc0 | (char >> 6);
    bytes[position + 1] = 0x80 | (char & 0x3f);
    return position + 2;
  }
  if (char >= 0xd800 && char <= 0xdfff) return unicodeEscape(bytes, position, char);
  bytes[position] = 0xe0 | (char >> 12);
  bytes[position + 1] = 0x80 | ((char >> 6) & 0x3f);
  bytes[position + 2] = 0x80 | (char & 0x3f);
  return position + 3;
}

function escape(bytes: Uint8Array, from: number, char: number): number {
  const letter = SHORT.get(char);
  if (letter === undefined) return unicodeEscape(bytes, from, char);
  bytes[from] = BACKSLASH;
  bytes[from + 1] = letter;
  return from + 2;
}

function unicodeEscape(bytes: Uint8Array, from: number, char: number): number {
  bytes[from] = BACKSLASH;
  bytes[from + 1] = 0x75;
  for (let digit = 0; digit < 4; digit++) bytes[from + 2 + digit] = HEX[(char >> (12 - 4 * digit)) & 15] ?? 0;
  return from + 6;
}
