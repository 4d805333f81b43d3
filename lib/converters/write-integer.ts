import type { ByteSlab } from "./byte-slab.ts";

const BILLION = 1e9;

/** Writes the decimal digits of an integer of at most 53 bits. */
export function writeInteger(out: ByteSlab, value: number): void {
  out.reserve(20);
  const { bytes } = out;
  let rest = value;
  if (rest < 0) {
    bytes[out.position++] = 0x2d;
    rest = -rest;
  }
  if (rest < BILLION) {
    out.position = digits(bytes, out.position, rest, countDigits(rest));
    return;
  }
  const high = Math.floor(rest / BILLION);
  out.position = digits(bytes, out.position, high, countDigits(high));
  out.position = digits(bytes, out.position, rest - high * BILLION, 9);
}

function digits(bytes: Uint8Array, position: number, value: number, count: number): number {
  let rest = value | 0;
  for (let i = position + count - 1; i >= position; i--) {
    const quotient = (rest / 10) | 0;
    bytes[i] = 0x30 + rest - quotient * 10;
    rest = quotient;
  }
  return position + count;
}

function countDigits(value: number): number {
  let count = 1;
  for (let limit = 10; value >= limit; limit *= 10) count++;
  return count;
}
