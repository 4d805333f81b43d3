import type { TaskItem } from "../../../lib/ports/index.ts";
import type { Facts } from "./facts.ts";
import { judgeLease } from "./lease-rules.ts";
import type { Change } from "./snapshot.ts";

/** Writes that belong to nobody's lease, and end that of whoever has it: his epoch is an old one from then on. */
const UNOWNED = new Set(["moveTask", "acquireLease", "freeLease"]);

/** Rules over task items: how they come and go, and that only the holder of the newest lease changes them. */
export function judgeTasks(facts: Facts, change: Change): void {
  const { before, after } = change;
  for (const [task, item] of after.tasks) {
    const old = before.tasks.get(task);
    if (old === item) continue;
    if (old) judgeChange(facts, change, old, item);
    else if (change.method !== "publishPlan") {
      facts.violate("task item without a plan", `${named(change, item)} was made by ${change.method}`);
    }
  }
  for (const [task, old] of before.tasks) if (!after.tasks.has(task)) judgeDeletion(facts, change, old);
}

function judgeDeletion(facts: Facts, change: Change, old: TaskItem): void {
  const { deleted, generation } = change.before.item ?? { deleted: false, generation: 0 };
  if (change.method === "deleteTask" && deleted && old.owner === undefined && old.generation === generation) return;
  facts.violate("task item taken away", `${named(change, old)} vanished by ${change.method}`);
}

function judgeChange(facts: Facts, change: Change, old: TaskItem, item: TaskItem): void {
  const { method, lease } = change;
  const what = named(change, item);
  const goesBack = (["generation", "epoch", "sequence"] as const).find((name) => item[name] < old[name]);
  if (goesBack) facts.violate(`${goesBack} goes back`, `${what}: ${old[goesBack]} → ${item[goesBack]} by ${method}`);
  if (UNOWNED.has(method) && item.epoch <= old.epoch) {
    facts.violate("epoch stays", `${what}: ${method} was accepted, the epoch is ${item.epoch} as before`);
  }
  if (method === "checkpoint" && item.sequence === old.sequence) {
    facts.violate("number used twice", `${what}: a checkpoint with the number ${item.sequence} was accepted again`);
  }
  if (!lease && !UNOWNED.has(method)) facts.violate("write without a lease", `${what} was changed by ${method}`);
  if (lease && (old.owner !== lease.owner || old.epoch !== lease.epoch)) {
    facts.violate(
      "old epoch accepted",
      `${what}: ${method} of epoch ${lease.epoch} was accepted, the newest is ${old.epoch}, its owner ${old.owner ?? "nobody"}`,
    );
  }
  if (lease && old.generation !== lease.generation) {
    facts.violate("old generation accepted", `${what}: ${method} of generation ${lease.generation} was accepted`);
  }
  if (item.owner !== undefined && item.owner !== old.owner) judgeLease(facts, change, item);
}

const named = ({ connector }: Change, { task, generation }: TaskItem): string =>
  `task item ${connector}/${task} of generation ${generation}`;
