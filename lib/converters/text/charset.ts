/** Turns text into bytes and back as Java does by the charset of that name. */
export interface Charset {
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array): string;
}

/** Java's charsets that a JVM always has, by canonical name and common aliases, in upper case. */
export function charsetOf(name: string): Charset | undefined {
  switch (name.toUpperCase()) {
    case "UTF-8":
    case "UTF8":
      return utf8;
    case "US-ASCII":
    case "ASCII":
      return singleByte(0x80);
    case "ISO-8859-1":
    case "ISO8859_1":
    case "LATIN1":
      return singleByte(0x100);
    case "UTF-16":
      return { encode: (text) => Buffer.concat([BIG_ENDIAN_MARK, utf16be.encode(text)]), decode: decodeUtf16 };
    case "UTF-16BE":
      return utf16be;
    case "UTF-16LE":
      return utf16le;
    default:
      return undefined;
  }
}

/** What a JVM reads and writes as UTF-8. */
export const utf8: Charset = {
  // A JVM writes half a surrogate pair as a question mark.
  encode: (text) => Buffer.from(text.isWellFormed() ? text : text.replaceAll(/\p{Surrogate}/gu, "?"), "utf8"),
  decode: (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(withoutSurrogates(bytes)),
};

/** A surrogate in UTF-8 is one error for a JVM, three for JavaScript: make it one that both count the same. */
function withoutSurrogates(bytes: Uint8Array): Uint8Array {
  const isSurrogate = (i: number): boolean => bytes[i] === 0xed && ((bytes[i + 1] ?? 0) & 0xe0) === 0xa0;
  if (!bytes.some((_, i) => isSurrogate(i))) return bytes;
  const replaced: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    if (isSurrogate(i)) {
      replaced.push(0xef, 0xbf, 0xbd);
      i += ((bytes[i + 2] ?? 0) & 0xc0) === 0x80 ? 2 : 1;
    } else {
      replaced.push(bytes[i] ?? 0);
    }
  }
  return Uint8Array.from(replaced);
}

function singleByte(limit: number): Charset {
  const asByte = (char: string): number => {
    const code = char.codePointAt(0) ?? 0;
    return code < limit ? code : 0x3f;
  };
  return {
    encode: (text) => Uint8Array.from(text, asByte),
    decode: (bytes) => Array.from(bytes, (byte) => (byte < limit ? String.fromCharCode(byte) : "\uFFFD")).join(""),
  };
}

const BIG_ENDIAN_MARK = Uint8Array.of(0xfe, 0xff);

const utf16le: Charset = {
  encode: (text) => Buffer.from(text.toWellFormed(), "utf16le"),
  decode: (bytes) => new TextDecoder("utf-16le", { ignoreBOM: true }).decode(bytes),
};

const utf16be: Charset = {
  encode: (text) => Buffer.from(text.toWellFormed(), "utf16le").swap16(),
  decode: (bytes) => new TextDecoder("utf-16be", { ignoreBOM: true }).decode(bytes),
};

function decodeUtf16(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16le.decode(bytes.subarray(2));
  return utf16be.decode(bytes[0] === 0xfe && bytes[1] === 0xff ? bytes.subarray(2) : bytes);
}
