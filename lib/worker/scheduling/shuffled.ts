import type { Random } from "../../ports/index.ts";

/** The items in an order that is another one each time: what comes last now does not always come last. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
