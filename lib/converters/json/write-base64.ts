import type { ByteSlab } from "./byte-slab.ts";

const ALPHABET = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "latin1");
const QUOTE = 0x22;

/** Writes `value[from..]` as a JSON string in base64 with padding. */
export function writeBase64(out: ByteSlab, value: Uint8Array, from = 0): void {
  const length = value.length - from;
  out.reserve(Math.ceil(length / 3) * 4 + 2);
  out.bytes[out.position++] = QUOTE;
  out.position = length > 64 ? native(out, value, from) : loop(out.bytes, out.position, value, from);
  out.bytes[out.position++] = QUOTE;
}

function native(out: ByteSlab, value: Uint8Array, from: number): number {
  const text = Buffer.from(value.buffer, value.byteOffset + from, value.length - from).toString("base64");
  return out.position + out.bytes.write(text, out.position, "latin1");
}

function loop(bytes: Uint8Array, start: number, value: Uint8Array, from: number): number {
  let position = start;
  for (let i = from; i < value.length; i += 3) {
    const left = value.length - i;
    const group = ((value[i] ?? 0) << 16) | ((value[i + 1] ?? 0) << 8) | (value[i + 2] ?? 0);
    bytes[position++] = sextet(group >> 18);
    bytes[position++] = sextet(group >> 12);
    bytes[position++] = left > 1 ? sextet(group >> 6) : 0x3d;
    bytes[position++] = left > 2 ? sextet(group) : 0x3d;
  }
  return position;
}

const sextet = (bits: number): number => ALPHABET[bits & 63] ?? 0;
