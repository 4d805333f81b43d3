import type { ByteSlab } from "./byte-slab.ts";

/** Writes text of which every character is ASCII. */
export function writeAscii(out: ByteSlab, text: string): void {
  const { length } = text;
  out.reserve(length);
  const { bytes, position } = out;
  for (let i = 0; i < length; i++) bytes[position + i] = text.charCodeAt(i);
  out.position = position + length;
}

/** Writes prepared bytes. */
export function writeBytes(out: ByteSlab, prepared: Uint8Array): void {
  const { length } = prepared;
  out.reserve(length);
  const { bytes, position } = out;
  // Below some dozen bytes a loop beats the call that copies.
  if (length > 48) bytes.set(prepared, position);
  else for (let i = 0; i < length; i++) bytes[position + i] = prepared[i] ?? 0;
  out.position = position + length;
}

/** Writes one ASCII character. */
export function writeByte(out: ByteSlab, byte: number): void {
  out.reserve(1);
  out.bytes[out.position++] = byte;
}
