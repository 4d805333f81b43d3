import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** The names of the three tables; they stand for Kafka Connect's three topics. */
export interface TableNames {
  readonly configs: string;
  readonly offsets: string;
  readonly status: string;
}

/** The key attributes of the three tables, all strings. What else an item holds is said where it is read. */
export const TABLE_KEYS = {
  /** One item a connector. */
  configs: { partitionKey: "connector" },
  /** One item a source partition; the sort key is its canonical JSON, or what stands for it (`partition-key.ts`). */
  offsets: { partitionKey: "connector", sortKey: "partition" },
  /** The connector's status, its task items, its traces, its task configurations; the sort key says which. */
  status: { partitionKey: "connector", sortKey: "item" },
} as const;

/** Sort keys of the status table. */
export const STATUS_ITEM = {
  connector: "connector",
  /** The task item of task N. */
  task: (task: number): string => `task#${task}`,
  /** The last failure of task N. Apart from the task item, because a write costs by the size of the whole item. */
  trace: (task: number): string => `trace#${task}`,
  /** One chunk, from 0, of the task configurations of a generation. */
  taskConfigs: (generation: number, chunk: number): string => `${STATUS_ITEM.allTaskConfigs(generation)}${chunk}`,
  /** What all items of a kind begin with. */
  allTasks: "task#",
  allTraces: "trace#",
  allTaskConfigs: (generation: number): string => `tasks#${generation}#`,
} as const;

/** An item holds 400 KB with the names of its attributes; this much is left for what is large in it. */
export const MOST_ITEM_BYTES = 396 * 1024;

export type Key = Record<string, AttributeValue>;

export const connectorKey = (connector: string): Key => ({ connector: { S: connector } });

export const statusKey = (connector: string, item: string): Key => ({ connector: { S: connector }, item: { S: item } });

export const offsetKey = (connector: string, partition: string): Key => ({
  connector: { S: connector },
  partition: { S: partition },
});
