import type { ByteSlab } from "./byte-slab.ts";

const BILLION = 1e9;

/** Writes the decimal digits of an integer of at most 53 bits. */
export function writeInteger(out: ByteSlab, value: number): void {
  out.reserve(20);
  const { bytes } = out;
  let { position } = out;
  let rest = value;
  if (rest < 0) {
    bytes[position++] = 0x2d;
    rest = -rest;
  }
  if (rest >= BILLION) {
    const high = Math.floor(rest / BILLION);
    position = writeDigits(bytes, position, high, countDigits(high));
    out.position = writeDigits(bytes, position, rest - high * BILLION, 9);
  } else {
    out.position = writeDigits(bytes, position, rest, countDigits(rest));
  }
}

/** Writes `count` digits of a number below 10^9. */
function writeDigits(bytes: Uint8Array, position: number, value: number, count: number): number {
  let rest = value | 0;
  for (let i = position + count - 1; i > position; i--) {
    const quotient = (rest / 10) | 0;
    bytes[i] = 0x30 + rest - quotient * 10;
    rest = quotient;
  }
  bytes[position] = 0x30 + rest;
  return position + count;
}

function countDigits(value: number): number {
  if (value < 1e4) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4;
  if (value < 1e7) return value < 1e5 ? 5 : value < 1e6 ? 6 : 7;
  return value < 1e8 ? 8 : 9;
}
