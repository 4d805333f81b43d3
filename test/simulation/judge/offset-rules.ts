import type { Facts } from "./facts.ts";
import { type Change, rowOf, tableOf } from "./snapshot.ts";

/** Rules over stored offsets: who writes them, that they never go, never go back and never run ahead of the log. */
export class OffsetRules {
  readonly #facts: Facts;
  /** The newest generation that has checkpointed a table. */
  readonly #generations = new Map<string, number>();

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  judge(change: Change): void {
    const { connector, method, before, after } = change;
    let edited = false;
    for (const [partition, stored] of after.offsets) {
      const old = before.offsets.get(partition);
      if (stored === old) continue;
      const [from, to] = [rowOf(old), rowOf(stored)];
      const table = tableOf(partition);
      if (method === "checkpoint") this.#judgeCheckpoint(change, table, from, to);
      else if (method === "editOffsets") {
        edited = true;
        const log = this.#facts.log(connector, table);
        log.starts.add(to);
        log.edit = ++this.#facts.edits;
      } else this.#facts.violate("offset written by others", `${connector}, table ${table}: ${to} by ${method}`);
    }
    if (edited) this.#judgeEdit(change);
    for (const partition of before.offsets.keys()) {
      if (after.offsets.has(partition)) continue;
      this.#facts.violate("offset item gone", `${connector}, table ${tableOf(partition)}: by ${method}`);
    }
  }

  #judgeCheckpoint({ connector, lease, actor }: Change, table: string, from: number, to: number): void {
    const what = `${actor.name}: checkpoint of table ${table}, ${from} → ${to}`;
    if (!lease) return this.#facts.violate("checkpoint without a lease", what);
    if (to < from) this.#facts.violate("offset goes back", what);
    const { present } = this.#facts.log(connector, table);
    for (let row = from + 1; row <= to; row++) {
      if (!present.has(row)) this.#facts.violate("checkpoint beyond the log", `${what}, row ${row} is not in Kafka`);
    }
    const key = `${connector}|${table}`;
    const newest = this.#generations.get(key) ?? 0;
    if (lease.generation < newest) {
      this.#facts.violate("checkpoint of an older generation", `${what} by ${lease.generation} after ${newest}`);
    }
    this.#generations.set(key, Math.max(newest, lease.generation));
    const invocation = this.#facts.invocation(actor.name);
    if (invocation && to !== from) invocation.moved = true;
    if (invocation && invocation.edits < this.#facts.log(connector, table).edit) {
      this.#facts.violate("edit of offsets written over", what);
    }
    const planned = this.#facts.plan(connector, lease.generation)?.tables[lease.task];
    if (!planned?.includes(table)) this.#facts.violate("checkpoint of another's table", what);
  }

  #judgeEdit({ connector, before }: Change): void {
    const { item, tasks } = before;
    if (item?.targetState !== "STOPPED") {
      this.#facts.violate("edit of offsets while running", `${connector} is ${item?.targetState ?? "not there"}`);
    }
    for (const { task, owner, generation } of tasks.values()) {
      if (owner === undefined && generation >= (item?.generation ?? 0)) continue;
      this.#facts.violate(
        "edit of offsets under a task",
        `${connector}/${task} of generation ${generation} can still write`,
      );
    }
  }
}
