import type { Random } from "../../ports/random.ts";

/** Chance from the JavaScript engine: for jitter and choice, not for names or secrets. */
export const systemRandom: Random = { next: () => Math.random() };
