import { expect, test } from "vitest";
import { ConfigError, ConnectError } from "../../../../lib/connect/index.ts";
import { answerPlan } from "../../../../lib/worker/scheduling/answer-plan.ts";
import { NOW, type OneConnector, oneConnector } from "./one-connector.ts";

const UNTIL = NOW + 10_000;
const answer = ({ worker }: OneConnector) => answerPlan(worker, "c", UNTIL);

test("the plan tells which version it was made from, and nothing is written", async () => {
  const c = await oneConnector(0);
  await c.change({ "tasks.max": "2" });
  const before = await c.item();
  const answered = await answer(c);
  expect(answered).toEqual({
    plan: {
      config: before.config,
      tasks: [{ slice: "0" }, { slice: "1" }],
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      version: before.version,
    },
  });
  expect(JSON.parse(JSON.stringify(answered))).toEqual(answered);
  expect(await c.item()).toBe(before);
  expect(await c.tasks()).toEqual([]);
});

test.each([
  ["that a person must mend", new ConfigError("No such table"), true],
  ["that passes", new ConnectError("The database is away"), false],
  ["of any kind", new TypeError("undefined is not a function"), false],
])("a failure %s is an answer too, not an error", async (_, error, permanent) => {
  const c = await oneConnector(0, {
    taskConfigs: () => {
      throw error;
    },
  });
  expect(await answer(c)).toEqual({ failure: { message: error.message, permanent } });
  expect(c.log).toContainEqual({ level: "error", message: `The connector could not be planned: ${error.message}` });
});

test("a deleted connector is not planned", async () => {
  const c = await oneConnector(1);
  await c.stop({ delete: true });
  expect(await answer(c)).toEqual({ failure: { message: "There is no connector c to plan", permanent: true } });
});

test("the connector is read again while the store throttles", async () => {
  const c = await oneConnector(0);
  const { control } = c.worker;
  let refusals = 1;
  const readConnector: typeof control.readConnector = async (connector) => {
    if (refusals-- > 0) throw new ConnectError("throttled", { retriable: true });
    return control.readConnector(connector);
  };
  const again = c.rewired({ control: { ...control, readConnector } });
  expect(await answerPlan(again.worker, "c", UNTIL)).toHaveProperty("plan");
});

test("a source that hangs is answered for in time", async () => {
  const c = await oneConnector(0, { taskConfigs: () => new Promise<never>(() => undefined) });
  expect(await answerPlan(c.worker, "c", NOW + 20)).toMatchObject({
    failure: { message: expect.stringContaining("took more than 1 s"), permanent: false },
  });
});
