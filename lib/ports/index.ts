/** What the worker needs from outside, as types. Adapters implement them; `functions/compose.ts` brings both together. */
export type * from "./clock.ts";
export type * from "./control-store.ts";
export type * from "./ids.ts";
export type * from "./kafka-cluster.ts";
export type * from "./logger.ts";
export type * from "./plan-invoker.ts";
export type * from "./random.ts";
export type * from "./record-producer.ts";
export type * from "./task-invoker.ts";
export type * from "./task-store.ts";
export type * from "./tick-invoker.ts";
export type * from "./topic-admin.ts";
