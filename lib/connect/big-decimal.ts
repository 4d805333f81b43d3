import { DataError } from "./errors.ts";

/** An exact decimal number: `unscaled · 10^-scale`. The value of the Decimal logical type; `1.10` differs from `1.1`. */
export class BigDecimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** Reads plain and exponent notation (`-12.30`, `1E+3`). @throws DataError for anything else. */
  static parse(text: string): BigDecimal {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
    const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
    if (!match || whole + fraction === "") throw new DataError(`"${text}" is not a decimal number`);
    const unscaled = BigInt(whole + fraction);
    return new BigDecimal(sign === "-" ? -unscaled : unscaled, fraction.length - Number(exponent));
  }

  /** The same number with another scale. @throws DataError if digits other than 0 would be lost. */
  withScale(scale: number): BigDecimal {
    if (scale >= this.scale) return new BigDecimal(this.unscaled * 10n ** BigInt(scale - this.scale), scale);
    const divisor = 10n ** BigInt(this.scale - scale);
    if (this.unscaled % divisor !== 0n) {
      throw new DataError(`${this.toString()} has more than ${scale} digits after the decimal point`);
    }
    return new BigDecimal(this.unscaled / divisor, scale);
  }

  /** Scientific notation where Java's `BigDecimal.toString` uses it: negative scale, or exponent below -6. */
  toString(): string {
    const negative = this.unscaled < 0n;
    const digits = (negative ? -this.unscaled : this.unscaled).toString();
    const sign = negative ? "-" : "";
    if (this.scale === 0) return sign + digits;
    const exponent = digits.length - 1 - this.scale;
    if (this.scale > 0 && exponent >= -6) {
      const padded = digits.padStart(this.scale + 1, "0");
      return `${sign}${padded.slice(0, -this.scale)}.${padded.slice(-this.scale)}`;
    }
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return exponent === 0 ? sign + mantissa : `${sign}${mantissa}E${exponent > 0 ? "+" : ""}${exponent}`;
  }
}
