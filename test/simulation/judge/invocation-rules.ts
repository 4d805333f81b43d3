import type { Checkpoint, TaskInvocation, TransactionWrite } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";
import type { Facts } from "./facts.ts";

/** A task goes on in another invocation only if it came further in this one: none runs in a circle. */
export function judgeContinuing(facts: Facts, actor: Actor, { connector, task }: TaskInvocation): void {
  const invocation = facts.invocation(actor.name);
  if (!invocation || invocation.moved) return;
  facts.violate("goes on without progress", `${actor.name} starts ${connector}/${task}, but moved no offset`);
}

/** An invocation hears how its checkpoint was answered: refused, unless an earlier try of the same one took effect. */
export function heard(facts: Facts, actor: Actor, { lease, sequence }: Checkpoint, answer: TransactionWrite): void {
  const invocation = facts.invocation(actor.name);
  if (!invocation || answer.accepted) return;
  if (answer.item?.epoch !== lease.epoch || answer.item.sequence !== sequence) invocation.refused = sequence;
}

/** Whoever has heard of a refusal is fenced: no other checkpoint follows. */
export function judgeNumber(facts: Facts, actor: Actor, sequence: number): void {
  const refused = facts.invocation(actor.name)?.refused;
  if (refused === undefined) return;
  facts.violate("goes on although fenced", `${actor.name}: checkpoint ${sequence} after ${refused} was refused`);
}
