const POLYNOMIAL = 0x82f63b78;

/** Eight tables of 256: table k holds the effect of a byte that has k more bytes behind it in its block of eight. */
const TABLES = makeTables();

function makeTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at++) {
    const previous = tables[at - 256] ?? 0;
    tables[at] = (previous >>> 8) ^ (tables[previous & 0xff] ?? 0);
  }
  return tables;
}

/**
 * CRC-32C (Castagnoli), which seals a record batch; eight bytes a step. Node's own `zlib.crc32` has another polynomial.
 *
 * @param before The CRC of the bytes before these.
 * @returns An unsigned 32-bit integer.
 */
export function crc32c(bytes: Uint8Array, before = 0): number {
  const t = TABLES;
  const end = bytes.length;
  const blocks = end - (end % 8);
  let crc = ~before;
  let i = 0;
  // `!` costs nothing at run time; a check for undefined eight times a block would.
  for (; i < blocks; i += 8) {
    const a = crc ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
    crc =
      t[1792 + (a & 0xff)]! ^
      t[1536 + ((a >>> 8) & 0xff)]! ^
      t[1280 + ((a >>> 16) & 0xff)]! ^
      t[1024 + (a >>> 24)]! ^
      t[768 + bytes[i + 4]!]! ^
      t[512 + bytes[i + 5]!]! ^
      t[256 + bytes[i + 6]!]! ^
      t[bytes[i + 7]!]!;
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ t[(crc ^ bytes[i]!) & 0xff]!;
  return ~crc >>> 0;
}
