import type { ByteSlab } from "./byte-slab.ts";

/** From here on the native encoder is faster than a loop, and six bytes a character are too many to reserve. */
const LONG = 48;
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
// oxlint-disable-next-line no-control-regex -- control characters are what has to be escaped
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * Writes a JSON string in UTF-8 as Jackson does (connect.md §3.2): short escapes where there are any, other control
 * characters as `\u001F`, every half of a surrogate pair, alone or not, as `\uD83D`, all else as it is.
 */
export function writeJsonString(out: ByteSlab, text: string): void {
  if (text.length > LONG && !NEEDS_ESCAPE.test(text)) {
    out.reserve(Buffer.byteLength(text) + 2);
    out.bytes[out.position++] = QUOTE;
    out.position += out.bytes.write(text, out.position, "utf8");
  } else {
    out.reserve((text.length > LONG ? escapedLength(text) : text.length * 6) + 2);
    out.bytes[out.position++] = QUOTE;
    out.position = writeCharacters(out.bytes, out.position, text);
  }
  out.bytes[out.position++] = QUOTE;
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
  let position = from;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char < 0x80) {
      if (char >= 0x20 && char !== QUOTE && char !== BACKSLASH) bytes[position++] = char;
      else position = escape(bytes, position, char);
    } else if (char < 0x800) {
      bytes[position++] = 0xc0 | (char >> 6);
      bytes[position++] = 0x80 | (char & 0x3f);
    } else if (char >= 0xd800 && char <= 0xdfff) {
      position = unicodeEscape(bytes, position, char);
    } else {
      bytes[position++] = 0xe0 | (char >> 12);
      bytes[position++] = 0x80 | ((char >> 6) & 0x3f);
      bytes[position++] = 0x80 | (char & 0x3f);
    }
  }
  return position;
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
