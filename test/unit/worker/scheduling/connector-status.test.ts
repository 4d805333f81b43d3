import { expect, test } from "vitest";
import { ConnectError } from "../../../../lib/connect/index.ts";
import type { ControlStore, Status } from "../../../../lib/ports/index.ts";
import { showStatus } from "../../../../lib/worker/scheduling/connector-status.ts";
import { oneConnector } from "./one-connector.ts";

/** A connector whose status writes are counted. */
async function setUp(control: Partial<ControlStore> = {}) {
  const c = await oneConnector(0);
  const written: Status[] = [];
  const writeConnectorStatus: ControlStore["writeConnectorStatus"] = (item, status) => {
    written.push(status);
    return c.worker.control.writeConnectorStatus(item, status);
  };
  const call = c.call({ ports: { control: { ...c.worker.control, writeConnectorStatus, ...control } } });
  return { c, call, written, status: () => c.worker.control.readConnectorStatus("c") };
}

test("a status is written when it says something new, and only then", async () => {
  const { c, call, written } = await setUp();
  const item = await c.item();
  for (const trace of [undefined, undefined, "a", "a", "b"])
    await showStatus(call, item, trace ? "FAILED" : "RUNNING", trace ? { trace } : {});
  await showStatus(call, item, "RUNNING");
  expect(written.map(({ state, trace }) => [state, trace])).toEqual([
    ["RUNNING", undefined],
    ["FAILED", "a"],
    ["FAILED", "b"],
    ["RUNNING", undefined],
  ]);
});

test("a status that is to be left alone is", async () => {
  const { c, call, status } = await setUp();
  const item = await c.item();
  await showStatus(call, item, "FAILED", { trace: "a" });
  await showStatus(call, item, "RUNNING", { unless: "FAILED" });
  expect(await status()).toMatchObject({ state: "FAILED", trace: "a" });
  await showStatus(call, item, "PAUSED");
  await showStatus(call, item, "RUNNING", { unless: "FAILED" });
  expect(await status()).toMatchObject({ state: "RUNNING" });
});

test("a status of a connector that was changed meanwhile is not written", async () => {
  const { c, call, status } = await setUp();
  const item = await c.item();
  await c.change({ limit: "2" });
  await showStatus(call, item, "FAILED", { trace: "of the old configuration" });
  expect(await status()).toBe(undefined);
});

test.each(["readConnectorStatus", "writeConnectorStatus"] as const)(
  "a store that fails (%s) is asked once and holds nothing up",
  async (method) => {
    let asked = 0;
    const { c, call } = await setUp({
      [method]: () => {
        asked++;
        return Promise.reject(new ConnectError("throttled", { retriable: true }));
      },
    });
    await showStatus(call, await c.item(), "RUNNING");
    expect(asked).toBe(1);
    expect(c.log).toContainEqual({ level: "warn", message: "The connector's status could not be written: throttled" });
  },
);
