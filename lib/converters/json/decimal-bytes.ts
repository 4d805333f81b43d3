/**
 * The value of the Decimal logical type on the wire: the unscaled integer in two's complement, big-endian, with as few
 * bytes as hold it (connect.md §2.3). Zero is one byte.
 */
export function twosComplement(unscaled: bigint): Uint8Array {
  const length = byteLength(unscaled);
  const hex = BigInt.asUintN(length * 8, unscaled)
    .toString(16)
    .padStart(length * 2, "0");
  return Buffer.from(hex, "hex");
}

/** Reads what `twosComplement` wrote. Undefined: no bytes, which is no number. */
export function fromTwosComplement(bytes: Uint8Array): bigint | undefined {
  if (bytes.length === 0) return undefined;
  const unsigned = BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`);
  return BigInt.asIntN(bytes.length * 8, unsigned);
}

/** The magnitude's bits and one for the sign; of a negative number that of its complement, so that -128 takes one byte. */
function byteLength(unscaled: bigint): number {
  const magnitude = unscaled < 0n ? ~unscaled : unscaled;
  const bits = magnitude === 0n ? 0 : magnitude.toString(2).length;
  return Math.floor(bits / 8) + 1;
}

const scratch = Buffer.alloc(8);

/**
 * The same for an integer of at most 53 bits, without memory of its own: the bytes from the index returned to the end
 * of `buffer`, until the next call.
 */
export function smallTwosComplement(unscaled: number): { readonly buffer: Uint8Array; readonly from: number } {
  let rest = unscaled;
  let from = scratch.length;
  let byte: number;
  do {
    const next = Math.floor(rest / 256);
    byte = rest - next * 256;
    scratch[--from] = byte;
    rest = next;
  } while (rest !== (byte < 128 ? 0 : -1));
  return { buffer: scratch, from };
}
