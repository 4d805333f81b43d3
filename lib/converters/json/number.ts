import { BigDecimal, DataError } from "../../connect/index.ts";

/** A number as it stands in a JSON text, no digit lost. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether it was written without fraction and exponent. */
  get isIntegral(): boolean {
    return !/[.eE]/.test(this.text);
  }

  /** @throws DataError for an exponent that no decimal has. */
  get decimal(): BigDecimal {
    const decimal = BigDecimal.parse(this.text);
    if (Math.abs(decimal.scale) > 0x7fffffff)
      throw new DataError("JSON holds a number whose exponent is out of bounds");
    return decimal;
  }

  /** The integer part; of a number with a large exponent too few digits are zero to matter, see `wrapped`. */
  get #integer(): bigint {
    if (this.isIntegral) return BigInt(this.text);
    const { unscaled, scale } = this.decimal;
    if (scale > 0) return scale > this.text.length ? 0n : unscaled / 10n ** BigInt(scale);
    // 10^64 is a multiple of 2^64: nothing is left of such a number once it is cut to 64 bits.
    return scale < -64 ? 0n : unscaled * 10n ** BigInt(-scale);
  }

  /** The integer part cut to that many bits, as Java casts numbers. */
  wrapped(bits: number): bigint {
    return BigInt.asIntN(bits, this.#integer);
  }

  /** The nearest double. Never -0: Kafka Connect reads fractions as decimals, which have none. */
  get double(): number {
    return Number(this.text) + 0;
  }
}
