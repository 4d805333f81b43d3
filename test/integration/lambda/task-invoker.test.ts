import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createLambdaTaskInvoker } from "../../../lib/adapters/lambda/task-invoker.ts";
import type { TaskInvocation } from "../../../lib/ports/index.ts";
import { taskInvokerContract } from "../../contracts/task-invoker.ts";
import { createTestFunction, type TestFunction } from "../../support/test-function.ts";

describe("Lambda's TaskInvoker on the local cloud", () => {
  let shared: TestFunction;
  let own: TestFunction;

  beforeAll(async () => {
    [shared, own] = await Promise.all([
      createTestFunction(inject("awsEndpointUrl")),
      createTestFunction(inject("awsEndpointUrl")),
    ]);
  });
  afterAll(async () => {
    await shared[Symbol.asyncDispose]();
    await own[Symbol.asyncDispose]();
  });

  const isOf =
    (connector: string) =>
    (event: unknown): event is TaskInvocation =>
      typeof event === "object" && event !== null && "connector" in event && event.connector === connector;

  const create = () => createLambdaTaskInvoker({ client: shared.client, functionName: shared.name });

  taskInvokerContract(async () => ({
    invoker: create(),
    async started(connector, count) {
      const started = await shared.arrived(count, isOf(connector));
      // A local cloud runs only so many at once.
      shared.release();
      return started.filter(isOf(connector));
    },
  }));

  test("starts the tasks of a connector with a function of its own there", async () => {
    const invocation = { connector: "own", task: 0, generation: 1 };
    await create().invoke(invocation, own.name);
    expect(await own.arrived(1, isOf("own"))).toEqual([invocation]);
    expect(shared.events.filter(isOf("own"))).toEqual([]);
  });
});
