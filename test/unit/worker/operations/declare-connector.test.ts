import { describe, expect, test } from "vitest";
import { createMemoryStores } from "../../../../lib/adapters/memory/stores.ts";
import { RetriableError } from "../../../../lib/connect/index.ts";
import type { ControlStore } from "../../../../lib/ports/index.ts";
import {
  declareConnector,
  withdrawConnector,
  type Declaration,
} from "../../../../lib/worker/operations/declare-connector.ts";

const declaration: Declaration = {
  connector: "lines",
  config: { name: "lines", topic: "a" },
  initialState: "RUNNING",
  declaredBy: "stack/one",
};
const changed: Declaration = { ...declaration, config: { name: "lines", topic: "b" } };

let drawn = 0;
const ids = { next: () => `id-${++drawn}` };

function portsOver(control: ControlStore = createMemoryStores().control) {
  const pauses: number[] = [];
  const clock = { now: () => 0, sleep: (ms: number) => Promise.resolve(void pauses.push(ms)) };
  return { control, clock, ids, pauses };
}

/** A store in which another writer gets in before the first `conflicts` writes of that method. */
function withConflicts(control: ControlStore, conflicts: number): ControlStore {
  let left = conflicts;
  return {
    ...control,
    async changeConnector(read, change) {
      if (left-- > 0) await control.changeConnector(read, { targetState: "PAUSED" });
      return control.changeConnector(read, change);
    },
  };
}

describe("declaring", () => {
  test("creates the connector in its initial state", async () => {
    const ports = portsOver();
    await declareConnector(ports, { ...declaration, initialState: "STOPPED" });
    expect(await ports.control.readConnector("lines")).toMatchObject({
      config: declaration.config,
      targetState: "STOPPED",
      declaredBy: "stack/one",
    });
  });

  test("changes its configuration, but neither its state nor its uid", async () => {
    const ports = portsOver();
    await declareConnector(ports, declaration);
    const created = await ports.control.readConnector("lines");
    if (!created) throw new Error("not created");
    await ports.control.changeConnector(created, { targetState: "PAUSED" });
    await declareConnector(ports, changed);
    expect(await ports.control.readConnector("lines")).toMatchObject({
      config: changed.config,
      targetState: "PAUSED",
      uid: created.uid,
    });
  });

  test("writes nothing when nothing differs", async () => {
    const ports = portsOver();
    await declareConnector(ports, declaration);
    const before = await ports.control.readConnector("lines");
    await declareConnector(ports, { ...declaration, initialState: "STOPPED" });
    expect(await ports.control.readConnector("lines")).toEqual(before);
  });

  test("creates a deleted connector anew", async () => {
    const ports = portsOver();
    await declareConnector(ports, declaration);
    await withdrawConnector(ports, declaration);
    await declareConnector(ports, changed);
    expect(await ports.control.readConnector("lines")).toMatchObject({ config: changed.config, deleted: false });
  });

  test("brings no connector back that was created again and deleted since it was read", async () => {
    const { control } = createMemoryStores();
    const stale = portsOver({
      ...control,
      async createConnector(create) {
        const others = portsOver(control);
        await declareConnector(others, { ...declaration, config: { name: "lines", topic: "theirs" } });
        await withdrawConnector(others, declaration);
        return control.createConnector(create);
      },
    });
    await declareConnector(stale, declaration).catch(() => undefined);
    expect(await control.readConnector("lines")).toMatchObject({ deleted: true, config: { topic: "theirs" } });
    expect(stale.pauses).not.toEqual([]);
  });

  test("tries again when another writer was faster", async () => {
    const ports = portsOver(withConflicts(createMemoryStores().control, 2));
    await declareConnector(ports, declaration);
    await declareConnector(ports, changed);
    expect((await ports.control.readConnector("lines"))?.config).toEqual(changed.config);
    expect(ports.pauses).toHaveLength(2);
  });

  test("decides anew when the answer to a write that took effect is missing", async () => {
    const { control } = createMemoryStores();
    const ports = portsOver({
      ...control,
      async createConnector(create) {
        await control.createConnector(create);
        throw new RetriableError("The answer is missing");
      },
    });
    await declareConnector(ports, declaration);
    expect(await ports.control.readConnector("lines")).toMatchObject({ version: 1, declaredBy: "stack/one" });
  });

  test("gives up when others change it all the time", async () => {
    const ports = portsOver(withConflicts(createMemoryStores().control, 100));
    await declareConnector(ports, declaration);
    await expect(declareConnector(ports, changed)).rejects.toThrow(
      "Connector lines could not be written to the config store in 8 tries: do it again.",
    );
  });
});

describe("withdrawing", () => {
  test("marks the connector as deleted", async () => {
    const ports = portsOver();
    await declareConnector(ports, declaration);
    expect(await withdrawConnector(ports, declaration)).toBe(true);
    expect(await ports.control.listConnectors()).toMatchObject([{ deleted: true }]);
  });

  test("leaves a connector that somebody else has declared meanwhile", async () => {
    const ports = portsOver();
    await declareConnector(ports, declaration);
    await declareConnector(ports, { ...declaration, declaredBy: "stack/two" });
    expect(await withdrawConnector(ports, declaration)).toBe(false);
    expect(await ports.control.listConnectors()).toHaveLength(1);
  });

  test("does nothing for a connector that is not there", async () => {
    expect(await withdrawConnector(portsOver(), declaration)).toBe(false);
  });
});
