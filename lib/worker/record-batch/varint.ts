/** Zigzag varints as Kafka's record format v2 has them (https://kafka.apache.org/documentation/#recordheader). */

const SMALL = 2n ** 30n;

/** Bytes that a signed 32-bit integer takes. */
export function varintSize(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  if (zigzag < 0x80) return 1;
  if (zigzag < 0x4000) return 2;
  if (zigzag < 0x20_0000) return 3;
  return zigzag < 0x1000_0000 ? 4 : 5;
}

/** Writes a signed 32-bit integer. @returns The position behind it. */
export function writeVarint(value: number, buffer: Uint8Array, position: number): number {
  let zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  let at = position;
  while (zigzag >= 0x80) {
    buffer[at++] = (zigzag & 0x7f) | 0x80;
    zigzag >>>= 7;
  }
  buffer[at++] = zigzag;
  return at;
}

/** Bytes that a signed 64-bit integer takes. */
export function varlongSize(value: bigint): number {
  if (value < SMALL && value >= -SMALL) return varintSize(Number(value));
  let zigzag = zigzag64(value);
  let size = 1;
  while (zigzag >= 0x80n) {
    zigzag >>= 7n;
    size++;
  }
  return size;
}

/** Writes a signed 64-bit integer. @returns The position behind it. */
export function writeVarlong(value: bigint, buffer: Uint8Array, position: number): number {
  if (value < SMALL && value >= -SMALL) return writeVarint(Number(value), buffer, position);
  let zigzag = zigzag64(value);
  let at = position;
  while (zigzag >= 0x80n) {
    buffer[at++] = Number(zigzag & 0x7fn) | 0x80;
    zigzag >>= 7n;
  }
  buffer[at++] = Number(zigzag);
  return at;
}

function zigzag64(value: bigint): bigint {
  return BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
}
