import { describe, expect, test } from "vitest";
import { ConfigError, ConnectError } from "../../../../lib/connect/index.ts";
import type { ControlStore, InvokedPlan, PlanInvoker } from "../../../../lib/ports/index.ts";
import { planConnector } from "../../../../lib/worker/scheduling/plan-connector.ts";
import { type OneConnector, oneConnector } from "./one-connector.ts";

const plan = async (c: OneConnector, options?: Parameters<OneConnector["call"]>[0]) =>
  planConnector(c.call(options), await c.item());

const status = ({ worker }: OneConnector) => worker.control.readConnectorStatus("c");

describe("a plan that is new", () => {
  test("is published as the next generation, with the time it begins", async () => {
    const c = await oneConnector(2);
    await c.change({ "tasks.max": "3" });
    const planned = await plan(c, { later: 5 });
    expect(planned).toEqual(await c.item());
    expect(planned).toMatchObject({
      generation: 2,
      taskCount: 3,
      generationSince: c.call({ later: 5 }).worker.clock.now(),
    });
    expect((await c.worker.control.readTaskConfigs("c", 2))?.tasks).toEqual([
      { slice: "0" },
      { slice: "1" },
      { slice: "2" },
    ]);
    expect(await status(c)).toEqual({ state: "RUNNING", workerId: "test", trace: undefined });
  });

  test("is found published when only its answer was lost", async () => {
    const c = await oneConnector(0);
    const { control } = c.worker;
    let tries = 0;
    const publishPlan: ControlStore["publishPlan"] = async (given) => {
      const written = await control.publishPlan(given);
      if (tries++ === 0) throw new ConnectError("no answer", { retriable: true });
      return written;
    };
    expect(await plan(c, { ports: { control: { ...control, publishPlan } } })).toMatchObject({ generation: 1 });
    expect(tries).toBe(2);
  });

  test("is not ours when a change came first: the next tick plans again", async () => {
    const c = await oneConnector(0);
    const { control } = c.worker;
    const publishPlan: ControlStore["publishPlan"] = async (given) => {
      await c.change({ "tasks.max": "7" });
      return control.publishPlan(given);
    };
    expect(await plan(c, { ports: { control: { ...control, publishPlan } } })).toBe("waiting");
    expect(await c.item()).toMatchObject({ generation: 0, hash: undefined });
  });

  test("is taken from another scheduler that made the same one", async () => {
    const c = await oneConnector(0);
    const { control } = c.worker;
    const publishPlan: ControlStore["publishPlan"] = async (given) => {
      await control.publishPlan(given);
      return control.publishPlan(given);
    };
    expect(await plan(c, { ports: { control: { ...control, publishPlan } } })).toMatchObject({ generation: 1 });
  });

  test("is no plan of a connector that was deleted meanwhile", async () => {
    const c = await oneConnector(0);
    const { control } = c.worker;
    const publishPlan: ControlStore["publishPlan"] = async (given) => {
      const written = await control.publishPlan(given);
      await c.stop({ delete: true });
      return written;
    };
    expect(await plan(c, { ports: { control: { ...control, publishPlan } } })).toBe("waiting");
  });
});

test("a plan without news writes nothing", async () => {
  const c = await oneConnector(2);
  const before = await c.item();
  const { control } = c.worker;
  const refuse = (): Promise<never> => Promise.reject(new ConnectError("not to be asked"));
  const ports = { control: { ...control, publishPlan: refuse, writeConnectorStatus: refuse } };
  expect(await plan(c, { ports })).toBe(before);
  expect(c.log).toEqual([]);
});

describe("a connector that can't list its tasks", () => {
  const away = {
    taskConfigs: () => {
      throw new ConnectError("The database is away");
    },
  };

  test("is FAILED with the reason, and has no plan", async () => {
    const c = await oneConnector(0, away);
    expect(await plan(c)).toBe("failed");
    expect(await status(c)).toMatchObject({ state: "FAILED", trace: expect.stringContaining("The database is away") });
    expect(await c.item()).toMatchObject({ generation: 0 });
  });

  test("goes on with the plan of this configuration, if there is one", async () => {
    let fails = false;
    const c = await oneConnector(2, { taskConfigs: () => (fails ? away.taskConfigs() : [{ slice: "0" }]) });
    fails = true;
    expect(await plan(c)).toEqual(await c.item());
    expect(await status(c)).toMatchObject({ state: "FAILED" });
    fails = false;
    await plan(c);
    expect(await status(c)).toMatchObject({ state: "RUNNING", trace: undefined });
  });

  test("for now goes on as it was, and is not FAILED, if it has a plan", async () => {
    let fails = false;
    const busy = (): never => {
      throw new ConnectError("Too many connections", { retriable: true });
    };
    const taskConfigs = () => (fails ? busy() : [{ slice: "0" }]);
    const c = await oneConnector(1, { taskConfigs });
    fails = true;
    expect(await plan(c)).toEqual(await c.item());
    expect(await status(c)).toMatchObject({ state: "RUNNING" });
    const never = await oneConnector(0, { taskConfigs });
    expect(await plan(never)).toBe("failed");
    expect(await status(never)).toMatchObject({ state: "FAILED" });
  });

  test("does not go on with the plan of an older configuration", async () => {
    let fails = false;
    const c = await oneConnector(1, { taskConfigs: () => (fails ? away.taskConfigs() : [{ slice: "0" }]) });
    await c.change({ limit: "2" });
    fails = true;
    expect(await plan(c)).toBe("failed");
  });
});

describe("a connector with a function of its own", () => {
  const own = { "sluice.function": "orders-function" };
  const answer = (version: number): InvokedPlan => ({
    config: { from: "there" },
    tasks: [{ a: "b" }],
    hash: "h",
    version,
  });

  async function withPlanner(asked: PlanInvoker["plan"]) {
    const c = await oneConnector(0);
    await c.change(own);
    return { c, planned: await plan(c, { ports: { planner: { plan: asked } } }) };
  }

  test("is planned there, and the plan published here", async () => {
    const asked: string[] = [];
    const { c, planned } = await withPlanner(async (connector, functionName) => {
      asked.push(`${connector} by ${functionName}`);
      return answer(2);
    });
    expect(asked).toEqual(["c by orders-function"]);
    expect(planned).toMatchObject({ generation: 1, hash: "h" });
    expect(await c.worker.control.readTaskConfigs("c", 1)).toEqual({ config: { from: "there" }, tasks: [{ a: "b" }] });
  });

  test("is not planned by an answer about another version", async () => {
    const { c, planned } = await withPlanner(async () => answer(1));
    expect(planned).toBe("waiting");
    expect(await c.item()).toMatchObject({ generation: 0 });
  });

  test("is FAILED as its function says", async () => {
    const { c, planned } = await withPlanner(() => Promise.reject(new ConfigError("No such table")));
    expect(planned).toBe("failed");
    expect((await status(c))?.trace).toContain("No such table");
  });

  test("is FAILED when its function does not answer in time, and the request is given up", async () => {
    const c = await oneConnector(0);
    await c.change(own);
    let given: AbortSignal | undefined;
    const planner: PlanInvoker = {
      plan: (_connector, _functionName, signal) => {
        given = signal;
        return new Promise(() => undefined);
      },
    };
    const call = c.call({ ports: { planner } });
    expect(await planConnector({ ...call, until: call.worker.clock.now() + 10 }, await c.item())).toBe("failed");
    expect((await status(c))?.trace).toMatch(/c was not planned by its function orders-function within 1 s/);
    expect(given?.aborted).toBe(true);
  });

  test("is planned here where nobody can ask its function", async () => {
    const c = await oneConnector(0);
    await c.change(own);
    expect(await plan(c)).toMatchObject({ generation: 1 });
  });
});
