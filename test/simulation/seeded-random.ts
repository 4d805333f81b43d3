import type { Random } from "../../lib/ports/index.ts";

/** Chance that repeats: the same seed gives the same numbers (32 bits of state, a multiply and xor generator). */
export class SeededRandom implements Random {
  #state: number;

  constructor(seed: number) {
    this.#state = mix(seed | 0);
  }

  /** A number from 0 to less than 1. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return (mix(this.#state) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.between(0, items.length - 1)] ?? items[0];
  }
}

/** Another seed for a part of the same run: what one part draws does not change what another one draws. */
export const seedFor = (seed: number, part: number): number => mix(seed ^ Math.imul(part + 1, 0x85ebca6b));

function mix(value: number): number {
  let x = value ^ (value >>> 16);
  x = Math.imul(x, 0x21f0aaad);
  x ^= x >>> 15;
  x = Math.imul(x, 0x735a2d97);
  return x ^ (x >>> 15);
}
