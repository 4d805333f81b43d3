import { afterEach, describe, expect, test } from "vitest";
import {
  type ConfigProps,
  partitionKey,
  printOffset,
  parseOffset,
  type SourceConnector,
  type SourceConnectorPlugin,
  type SourceOffset,
  type SourcePartition,
  type SourceRecord,
  type SourceTask,
  type TaskClock,
  type TaskConfig,
} from "../../lib/connect/index.ts";

/** What the suite needs of a connector: a source with data in it, and a way to add some. */
export interface SourceConnectorFixture {
  /** A configuration that reads the source, `connector.class` and `name` included. */
  readonly config: Readonly<Record<string, string>>;
  /** Adds at least one record to the source. */
  readonly add: () => Promise<void> | void;
}

/** A clock that only moves when told. */
export class ManualClock implements TaskClock {
  #now = 1_700_000_000_000;

  now(): number {
    return this.#now;
  }

  async sleep(ms: number): Promise<void> {
    this.#now += ms;
  }
}

/** Offsets in memory, written and read as text like those of every store: integers come back as bigint. */
export class MemoryOffsets {
  readonly #offsets = new Map<string, string>();

  set(partition: SourcePartition, offset: SourceOffset): void {
    this.#offsets.set(partitionKey(partition), printOffset(offset));
  }

  async offset(partition: SourcePartition): Promise<SourceOffset | undefined> {
    const stored = this.#offsets.get(partitionKey(partition));
    return stored === undefined ? undefined : parseOffset(stored);
  }

  offsets(partitions: readonly SourcePartition[]): Promise<(SourceOffset | undefined)[]> {
    return Promise.all(partitions.map((partition) => this.offset(partition)));
  }

  /** Remembers the offset of each record, as a checkpoint after these records would. */
  checkpoint(records: readonly SourceRecord[]): void {
    for (const { sourcePartition, sourceOffset } of records) {
      if (sourcePartition && sourceOffset) this.set(sourcePartition, sourceOffset);
    }
  }
}

/** Runs a connector and its tasks without a worker. */
export class ConnectorHarness {
  readonly plugin: SourceConnectorPlugin;
  readonly clock = new ManualClock();
  readonly offsets = new MemoryOffsets();
  readonly warnings: string[] = [];
  readonly #open: (SourceConnector | SourceTask)[] = [];

  constructor(plugin: SourceConnectorPlugin) {
    this.plugin = plugin;
  }

  async taskConfigs(config: TaskConfig, maxTasks = 1): Promise<TaskConfig[]> {
    const connector = (await this.plugin.load()).createConnector();
    this.#open.push(connector);
    await connector.start(config, { ...this.#context(), connector: config["name"] ?? "test" });
    return connector.taskConfigs(maxTasks);
  }

  async startTask(taskConfig: TaskConfig, task = 0, signal?: AbortSignal): Promise<SourceTask> {
    const started = (await this.plugin.load()).createTask();
    this.#open.push(started);
    const context = { ...this.#context(), connector: taskConfig["name"] ?? "test", task };
    await started.start(taskConfig, signal ? { ...context, signal } : context);
    return started;
  }

  /** Starts the connector and its first task. */
  async start(config: TaskConfig): Promise<SourceTask> {
    const [first = {}] = await this.taskConfigs(config);
    return this.startTask(first);
  }

  /** Stops everything that was started. */
  async stop(): Promise<void> {
    for (const part of this.#open.splice(0)) await part.stop();
  }

  #context(): { offsets: MemoryOffsets; clock: ManualClock; signal: AbortSignal; warn(message: string): void } {
    const warn = (message: string): number => this.warnings.push(message);
    return { offsets: this.offsets, clock: this.clock, signal: new AbortController().signal, warn };
  }
}

/** Polls until there is nothing left, or until `limit` batches came. */
export async function drain(task: SourceTask, limit = Number.POSITIVE_INFINITY): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for (let batches = 0; batches < limit; batches++) {
    const batch = await task.poll();
    if (batch === null) break;
    records.push(...batch.records);
  }
  return records;
}

/** What every source connector must do. Call it once for each kind of source that a connector reads. */
export function describeSourceConnector(
  name: string,
  plugin: SourceConnectorPlugin,
  createFixture: () => Promise<SourceConnectorFixture> | SourceConnectorFixture,
): void {
  describe(`${name}: the source connector contract`, () => {
    let harness = new ConnectorHarness(plugin);
    const start = async (): Promise<SourceConnectorFixture> => {
      harness = new ConnectorHarness(plugin);
      return createFixture();
    };
    afterEach(() => harness.stop());

    test("its configuration passes its own validation", async () => {
      const { config } = await start();
      expect(validationErrors(plugin, config)).toEqual([]);
    });

    test("gives the same task configurations again, no more than asked for, each with its own keys", async () => {
      const { config } = await start();
      for (const maxTasks of [1, 2, 7]) {
        const tasks = await harness.taskConfigs(config, maxTasks);
        expect(tasks.length).toBeGreaterThan(0);
        expect(tasks.length).toBeLessThanOrEqual(maxTasks);
        expect(await harness.taskConfigs(config, maxTasks)).toEqual(tasks);
        for (const task of tasks) expect(task).toMatchObject(config);
      }
    });

    test("reads everything, then says at once that there is nothing", async () => {
      const { config } = await start();
      const task = await harness.start(config);
      const before = harness.clock.now();
      expect((await drain(task)).length).toBeGreaterThan(1);
      expect(await task.poll()).toBeNull();
      expect(harness.clock.now()).toBe(before);
    });

    test("fits every value to its schema's kind, every partition and offset to primitives", async () => {
      const { config } = await start();
      for (const record of await drain(await harness.start(config))) {
        expect(record.topic).not.toBe("");
        if (record.sourcePartition) partitionKey(record.sourcePartition);
        if (record.sourceOffset) printOffset(record.sourceOffset);
      }
    });

    test("goes on with exactly the rest after a stop at any record", async () => {
      const { config } = await start();
      const all = await drain(await harness.start(config));
      for (let read = 0; read <= all.length; read++) {
        const resumed = new ConnectorHarness(plugin);
        resumed.offsets.checkpoint(all.slice(0, read));
        const rest = await drain(await resumed.start(config));
        await resumed.stop();
        expect(rest.map(position)).toEqual(all.slice(read).map(position));
      }
    });

    test("delivers what is added later", async () => {
      const { config, add } = await start();
      const task = await harness.start(config);
      await drain(task);
      await add();
      await harness.clock.sleep(3_600_000);
      expect((await drain(task)).length).toBeGreaterThan(0);
    });

    test("can be stopped twice, before it started too, and has nothing to say afterwards", async () => {
      const { config } = await start();
      const task = await harness.start(config);
      await task.stop();
      await task.stop();
      expect(await task.poll()).toBeNull();
      const classes = await plugin.load();
      await classes.createTask().stop();
      await classes.createConnector().stop();
    });

    test("names the missing key when a required one is left out", async () => {
      const { config } = await start();
      const required = Object.entries(plugin.config.keys).filter(([, key]) => key.default === undefined);
      for (const [key] of required) {
        const { [key]: _, ...without } = config;
        expect(validationErrors(plugin, without).join("\n")).toContain(key);
        await expect(harness.taskConfigs(without)).rejects.toThrow(key);
      }
    });
  });
}

/** Every mistake that a plug-in finds in a configuration. */
export function validationErrors(plugin: SourceConnectorPlugin, props: ConfigProps): string[] {
  const values = plugin.config.validate(props);
  return (plugin.validate?.(props, values) ?? values).flatMap((value) => value.errors);
}

const position = (record: SourceRecord): unknown => [record.topic, record.sourcePartition, record.sourceOffset];
