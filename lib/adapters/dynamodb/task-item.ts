import type { TaskFailure, TaskItem } from "../../ports/task-store.ts";
import { type Attributes, number, optionalNumber, optionalOneOf, optionalText, text } from "./attributes.ts";
import { STATES } from "./connector-item.ts";

/** An item holds 400 KB in all; the beginning of a trace tells what went wrong. */
const LONGEST_TRACE = 100_000;

/** The task's number, from the sort key of one of its items: `task#7`, `trace#7`. */
export const taskOf = (item: Attributes): number => Number(text(item, "item").split("#")[1]);

/**
 * The item `task#N` of the status table: `generation`, `epoch`, `sequence`, and where they have been set `owner`,
 * `expiresAt` (milliseconds since 1970-01-01 UTC), `state` and `progress` (a map of `records` and `bytes`).
 */
export function toTaskItem(item: Attributes): TaskItem {
  const progress = item["progress"]?.M;
  return {
    task: taskOf(item),
    generation: number(item, "generation"),
    epoch: number(item, "epoch"),
    owner: optionalText(item, "owner"),
    expiresAt: optionalNumber(item, "expiresAt"),
    sequence: number(item, "sequence"),
    state: optionalOneOf(item, "state", STATES),
    progress: progress && { records: number(progress, "records"), bytes: number(progress, "bytes") },
  };
}

/**
 * The item `trace#N` of the status table: `trace`, `workerId`, `generation`, `sequence`, `failures`, and `retryAt`
 * (milliseconds since 1970-01-01 UTC) if the task is tried again.
 */
export function toTaskFailure(item: Attributes): TaskFailure {
  return {
    trace: text(item, "trace"),
    workerId: text(item, "workerId"),
    generation: number(item, "generation"),
    sequence: number(item, "sequence"),
    failures: number(item, "failures"),
    retryAt: optionalNumber(item, "retryAt"),
  };
}

/** A trace that fits an item. */
export const shortTrace = (trace: string): string => trace.slice(0, LONGEST_TRACE);
