import type { SeededRandom } from "./seeded-random.ts";

/** How long a request or an answer travels, in milliseconds. */
export type Latency = (random: SeededRandom) => number;

/** Even, slow, with a long tail, and always the same, so that chance decides what comes first. */
const even: Latency = (random) => random.between(1, 9);
const LATENCIES: readonly Latency[] = [
  even,
  (random) => random.between(1, 200),
  (random) => (random.next() < 0.03 ? random.between(300, 4_000) : random.between(1, 15)),
  () => 2,
];

/** The seed decides: 1 is even, 2 slow, and so on in turn. */
export const latencyOf = (seed: number): Latency => LATENCIES[(seed - 1) & 3] ?? even;

/** Whether no request takes long, so that it can be judged how soon something follows something else. */
export const isEven = (seed: number): boolean => latencyOf(seed) === even;
