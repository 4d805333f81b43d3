import type { ConnectorItem, TaskItem, TaskLease } from "../../../../lib/ports/index.ts";
import type { Worker } from "../../../../lib/worker/index.ts";
import { schedulingCall, type SchedulingCall } from "../../../../lib/worker/scheduling/scheduling-call.ts";
import { scriptedConnector, type Script } from "../../../support/scripted-connector.ts";
import { createTestWorker, type TestWorker } from "../../../support/test-worker.ts";

/** When everything happens, unless a test says later: milliseconds since 1970-01-01 UTC. */
export const NOW = 1_800_000_000_000;

/** The connector `c` of a worker whose clock tells always the same, with what a test of one step of a tick asks about it. */
export interface OneConnector extends TestWorker {
  /** What a step gets, so many milliseconds after the begin. */
  call(options?: { readonly later?: number; readonly ports?: Partial<Worker> }): SchedulingCall;
  item(): Promise<ConnectorItem>;
  tasks(): Promise<TaskItem[]>;
  /** Takes a task's lease for an hour, if nothing else is said. */
  lease(task: number, options?: { readonly owner?: string; readonly ms?: number }): Promise<TaskLease>;
  /** Gives the connector another configuration and plans nothing. */
  change(config: Readonly<Record<string, string>>): Promise<void>;
  stop(options?: { readonly delete: boolean }): Promise<void>;
}

/** @param tasks How many tasks the connector has after its first tick; 0: it is created and not planned. */
export async function oneConnector(tasks: number, script: Partial<Script> = {}): Promise<OneConnector> {
  const slices = (_: unknown, most: number) => Array.from({ length: most }, (_, n) => ({ slice: String(n) }));
  const made = createTestWorker([scriptedConnector({ poll: () => null, taskConfigs: slices, ...script })]);
  const t = made.rewired({ clock: { ...made.worker.clock, now: () => NOW } });
  const { control, tasks: store } = t.worker;
  const config = { name: "c", "connector.class": "Scripted", "tasks.max": String(Math.max(1, tasks)) };
  if (tasks > 0) await t.create(config);
  else await control.createConnector({ connector: "c", uid: "u", config, targetState: "RUNNING" });
  t.invoked.length = 0;
  const item = async (): Promise<ConnectorItem> => {
    const found = await control.readConnector("c");
    if (!found) throw new Error("There is no connector c");
    return found;
  };
  return {
    ...t,
    item,
    tasks: () => store.listTasks("c"),
    call({ later = 0, ports = {} } = {}) {
      const clock = { ...t.worker.clock, now: () => NOW + later };
      return schedulingCall({ ...t.worker, clock, ...ports }, "c", NOW + later + 30_000);
    },
    async lease(task, { owner = "request:0123", ms = 3_600_000 } = {}) {
      const { generation } = await item();
      const lease = { connector: "c", task, generation, owner, now: NOW, expiresAt: NOW + ms };
      const { accepted, item: leased } = await store.acquireLease(lease);
      if (!accepted) throw new Error(`Task ${task} can't be leased`);
      return { connector: "c", task, generation, owner, epoch: leased.epoch };
    },
    async change(other) {
      await control.changeConnector(await item(), { config: { ...config, ...other } });
    },
    async stop(options) {
      await control.stopConnector(await item(), { now: NOW, ...options });
    },
  };
}
