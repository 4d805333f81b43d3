import { describe, expect, test } from "vitest";
import { ConfigError, ConnectError } from "../../../../lib/connect/index.ts";
import type { ConnectorItem, ControlStore } from "../../../../lib/ports/index.ts";
import {
  changeConfig,
  deleteConnector,
  type OperationPorts,
  setTargetState,
} from "../../../../lib/worker/operations/operate-connector.ts";
import { NOW, type OneConnector, oneConnector } from "../scheduling/one-connector.ts";

const CONFIG = { name: "c", "connector.class": "Scripted", limit: "2" };

/** The ports of a connector with one task, whose pauses take no time. */
async function setUp(broken: (c: OneConnector) => Partial<ControlStore> = () => ({})) {
  const c = await oneConnector(1);
  c.asked.length = 0;
  const clock = { now: () => NOW, sleep: async () => undefined };
  const ports: OperationPorts = { ...c.worker, clock, control: { ...c.worker.control, ...broken(c) } };
  return { c, ports, before: await c.item() };
}

const TICK = { connectors: ["c"], delayMs: undefined };

/** Everything that can be done to a connector, and what shows that it was done. */
const operations: [
  string,
  (ports: OperationPorts) => Promise<void>,
  (before: ConnectorItem) => Partial<ConnectorItem>,
][] = [
  [
    "pause",
    (ports) => setTargetState(ports, "c", "PAUSED"),
    ({ version, generation }) => ({ targetState: "PAUSED", version: version + 1, generation }),
  ],
  [
    "stop",
    (ports) => setTargetState(ports, "c", "STOPPED"),
    ({ generation }) => ({ targetState: "STOPPED", generation: generation + 1, generationSince: NOW, deleted: false }),
  ],
  [
    "change",
    (ports) => changeConfig(ports, "c", CONFIG),
    ({ generation }) => ({ config: CONFIG, hash: undefined, generation }),
  ],
  [
    "delete",
    (ports) => deleteConnector(ports, "c"),
    ({ generation, config }) => ({ deleted: true, targetState: "STOPPED", generation: generation + 1, config }),
  ],
];

describe.each(operations)("to %s", (_, operate, done) => {
  test("is one write, and asks for a tick", async () => {
    const { c, ports, before } = await setUp();
    await operate(ports);
    expect(await c.item()).toMatchObject({ version: before.version + 1, ...done(before) });
    expect(c.asked).toEqual([TICK]);
  });

  test("is decided anew when another change came first", async () => {
    const { c, ports, before } = await setUp(({ worker: { control } }) => {
      let first = true;
      const readConnector: ControlStore["readConnector"] = async (connector) => {
        const read = await control.readConnector(connector);
        if (first && read) await control.changeConnector(read, { declaredBy: "somebody" });
        first = false;
        return read;
      };
      return { readConnector };
    });
    await operate(ports);
    expect(await c.item()).toMatchObject({
      ...done({ ...before, version: before.version + 1 }),
      declaredBy: "somebody",
    });
  });

  test("is not done twice when only the answer was lost", async () => {
    const { c, ports, before } = await setUp(({ worker: { control } }) => {
      let lost = 1;
      const answer = async (written: Promise<boolean>): Promise<boolean> => {
        const accepted = await written;
        if (lost-- > 0) throw new ConnectError("no answer", { retriable: true });
        return accepted;
      };
      return {
        changeConnector: (...args) => answer(control.changeConnector(...args)),
        stopConnector: (...args) => answer(control.stopConnector(...args)),
      };
    });
    await operate(ports);
    expect((await c.item()).generation).toBe(done(before).generation);
    expect(await c.item()).toMatchObject(done({ ...before, version: (await c.item()).version - 1 }));
  });

  test("is good although nobody could be asked for a tick", async () => {
    const { c, ports, before } = await setUp();
    const invoke = (): Promise<never> => Promise.reject(new ConnectError("no queue"));
    await operate({ ...ports, ticks: { invoke } });
    expect(await c.item()).toMatchObject(done(before));
    expect(c.log).toContainEqual({ level: "warn", message: "The next tick will act on it: no queue" });
  });

  test("what is not there, or deleted, is refused", async () => {
    const { c, ports } = await setUp();
    await c.stop({ delete: true });
    const before = await c.item();
    await expect(operate(ports)).rejects.toThrow(new ConfigError("Connector c not found"));
    const nothing = { ...ports, control: { ...ports.control, readConnector: async () => undefined } };
    await expect(operate(nothing)).rejects.toThrow(ConfigError);
    expect(await c.item()).toEqual(before);
    expect(c.asked).toEqual([]);
  });

  test("is given up after some tries when others change it all the time", async () => {
    let reads = 0;
    const { ports } = await setUp(({ worker: { control } }) => ({
      readConnector: async (connector) => {
        reads++;
        const read = await control.readConnector(connector);
        if (read) await control.changeConnector(read, {});
        return read;
      },
    }));
    await expect(operate(ports)).rejects.toThrow(/^Connector c could not be written to the config store in 8 tries/);
    expect(reads).toBe(8);
  });

  test("fails at once when trying again is in vain", async () => {
    const { ports } = await setUp(() => ({ readConnector: () => Promise.reject(new ConnectError("denied")) }));
    await expect(operate(ports)).rejects.toThrow("denied");
  });
});

describe("a target state", () => {
  test.each(["RUNNING", "PAUSED", "STOPPED"] as const)("%s that is there already writes nothing", async (state) => {
    const { c, ports } = await setUp();
    await setTargetState(ports, "c", state);
    const before = await c.item();
    await setTargetState(ports, "c", state);
    expect(await c.item()).toBe(before);
  });

  test("is RUNNING again after a stop, in a generation of which no task has run", async () => {
    const { c, ports, before } = await setUp();
    await setTargetState(ports, "c", "STOPPED");
    await setTargetState(ports, "c", "RUNNING");
    expect(await c.item()).toMatchObject({
      targetState: "RUNNING",
      generation: before.generation + 1,
      hash: undefined,
    });
  });

  test("PAUSED of a stopped connector is not stopped again", async () => {
    const { c, ports } = await setUp();
    await setTargetState(ports, "c", "STOPPED");
    const { generation } = await c.item();
    await setTargetState(ports, "c", "PAUSED");
    expect(await c.item()).toMatchObject({ targetState: "PAUSED", generation });
  });
});
