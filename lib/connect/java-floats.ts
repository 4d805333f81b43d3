/**
 * A FLOAT64 as `Double.toString` of a recent JDK writes it: the shortest decimal that reads back as the same number,
 * plain from 10^-3 up to 10^7, in computerized scientific notation elsewhere (`1.0E10`), always with a fraction.
 */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  // JavaScript's shortest digits are Java's, and within these bounds so is their layout.
  if (magnitude >= 1e-3 && magnitude < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  if (magnitude === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const shortest = value.toExponential();
  return scientific(/^-?\d(?!\.)/.test(shortest) ? nearestOfTwoDigits(value, shortest, Number) : shortest);
}

/** The same for a FLOAT32, whose shortest decimal has to tell it from other 32-bit numbers only. */
export function floatText(value: number): string {
  const float = Math.fround(value);
  if (!Number.isFinite(float) || float === 0) return doubleText(float);
  const magnitude = Math.abs(float);
  const shortest = shortestFloat(float);
  if (magnitude < 1e-3 || magnitude >= 1e7) {
    return scientific(/^-?\d(?!\.)/.test(shortest) ? nearestOfTwoDigits(float, shortest, toFloat) : shortest);
  }
  const plain = String(Number(shortest));
  return plain.includes(".") ? plain : `${plain}.0`;
}

const toFloat = (text: string): number => Math.fround(Number(text));

/** In exponent notation with as few digits as tell the number from its neighbours. */
function shortestFloat(float: number): string {
  for (let digits = 0; digits < 8; digits++) {
    const nearest = float.toExponential(digits);
    if (toFloat(nearest) === float) return nearest;
    const above = isPowerOfTwo(float) ? nextAwayFromZero(nearest, digits) : nearest;
    if (toFloat(above) === float) return above;
  }
  return float.toExponential(8);
}

/** Below a power of two the floats lie twice as dense: a decimal above may round to it where a nearer one below does not. */
function isPowerOfTwo(float: number): boolean {
  const exponent = Math.log2(Math.abs(float));
  return Number.isInteger(exponent) && 2 ** exponent === Math.abs(float);
}

function nextAwayFromZero(decimal: string, digits: number): string {
  const [mantissa = "", exponent = ""] = decimal.split("e");
  const whole = BigInt(mantissa.replace(".", ""));
  return Number(`${whole + (whole < 0n ? -1n : 1n)}e${Number(exponent) - digits}`).toExponential();
}

/** Java looks at decimals of two digits even where one would do, and takes the nearest: 4.9E-324, not 5E-324. */
function nearestOfTwoDigits(value: number, shortest: string, read: (text: string) => number): string {
  const two = value.toExponential(1);
  return read(two) === value ? two : shortest;
}

/** JavaScript's `1.5e+300` as Java's `1.5E300`. */
function scientific(exponential: string): string {
  const [mantissa = "", exponent = ""] = exponential.split("e");
  const trimmed = mantissa.replace(/\.0*$|(?<=\..*)0+$/, "");
  return `${trimmed.includes(".") ? trimmed : `${trimmed}.0`}E${Number(exponent)}`;
}
