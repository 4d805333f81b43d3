import {
  ConfigDef,
  type ConfigProps,
  recordsBatch,
  type SourceBatch,
  type SourceConnectorPlugin,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
  STRING_SCHEMA,
} from "../../lib/connect/index.ts";

/** What a test lets a connector do. */
export interface Script {
  /** Task configurations; default: one task with the connector's own. */
  taskConfigs?(config: ConfigProps, maxTasks: number): Promise<Record<string, string>[]> | Record<string, string>[];
  /** The n-th poll of a task, from 0; null: nothing now. */
  poll(n: number, context: SourceTaskContext): Promise<SourceBatch | null> | SourceBatch | null;
  start?(context: SourceTaskContext): Promise<void> | void;
  /** Calls of the task's methods, in order, are noted here. */
  readonly calls?: string[];
  commitRecord?: NonNullable<SourceTask["commitRecord"]>;
  stop?(): Promise<void> | void;
}

/** A connector that does what a test says. Its class is `Scripted`. */
export function scriptedConnector(script: Script): SourceConnectorPlugin {
  return {
    className: "Scripted",
    aliases: [],
    version: "1",
    config: new ConfigDef({
      limit: { type: "INT", default: 1, importance: "LOW", doc: "A number." },
    }),
    load: async () => ({
      createConnector: () => {
        let props: Readonly<Record<string, string>> = {};
        return {
          start: (config) => {
            props = config;
          },
          taskConfigs: (maxTasks) => script.taskConfigs?.(props, maxTasks) ?? [{ ...props }],
          stop: () => undefined,
        };
      },
      createTask: () => scriptedTask(script),
    }),
  };
}

function scriptedTask(script: Script): SourceTask {
  let context: SourceTaskContext | undefined;
  let polls = 0;
  return {
    async start(_config, given) {
      context = given;
      script.calls?.push("start");
      await script.start?.(given);
    },
    async poll() {
      if (!context) throw new Error("poll before start");
      return script.poll(polls++, context);
    },
    commit: () => void script.calls?.push("commit"),
    async stop() {
      script.calls?.push("stop");
      await script.stop?.();
    },
    ...(script.commitRecord ? { commitRecord: script.commitRecord } : {}),
  };
}

/** A record with text as value, at position `position` of a source partition. */
export const textRecord = (value: string, position: number, partition = "p"): SourceRecord => ({
  sourcePartition: { source: partition },
  sourceOffset: { position: BigInt(position) },
  topic: "t",
  keySchema: null,
  key: null,
  valueSchema: STRING_SCHEMA,
  value,
});

/** Records with the positions from `from` to before `to`, whose values are their positions. */
export const textRecords = (from: number, to: number, partition?: string): SourceBatch =>
  recordsBatch(Array.from({ length: to - from }, (_, i) => textRecord(String(from + i), from + i, partition)));
