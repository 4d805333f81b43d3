import type { TaskItem } from "../../../lib/ports/index.ts";
import type { Facts } from "./facts.ts";
import { type Change, rowOf, tableOf } from "./snapshot.ts";

/** Rules at the moment in which an invocation gets the lease of a task. */
export function judgeLease(facts: Facts, { connector, actor, after }: Change, item: TaskItem): void {
  const { task, generation } = item;
  const what = `${actor.name}: lease of ${connector}/${task}, generation ${generation}`;
  const invocation = facts.invocation(actor.name);
  if (!invocation || invocation.connector !== connector || invocation.task !== task) {
    return facts.violate("foreign lease", what);
  }
  if (invocation.generation !== generation) {
    return facts.violate("lease of another generation", `${what}, but invoked for ${invocation.generation}`);
  }
  const tables = facts.plan(connector, generation)?.tables[task];
  if (!tables) return facts.violate("lease without a plan", what);
  // An item that a plan has just made is of generation 0: nobody has ever had its lease.
  const behind = [...after.tasks.values()].find((other) => other.generation > 0 && other.generation < generation);
  if (behind) facts.violate("barrier not passed", `${what}, task ${behind.task} is at ${behind.generation}`);
  for (const other of after.tasks.values()) {
    if (other.task === task || other.owner === undefined) continue;
    const shared = facts.plan(connector, other.generation)?.tables[other.task]?.find((table) => tables.includes(table));
    if (shared) facts.violate("two owners", `${what}, table ${shared} is owned by task ${other.task} as well`);
  }
  invocation.base ??= storedRows(after.offsets);
}

/** The stored row of each table. */
export function storedRows(offsets: Change["after"]["offsets"]): ReadonlyMap<string, number> {
  return new Map([...offsets].map(([partition, stored]) => [tableOf(partition), rowOf(stored)]));
}
