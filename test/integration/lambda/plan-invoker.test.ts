import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { createLambdaPlanInvoker } from "../../../lib/adapters/lambda/plan-invoker.ts";
import { planInvokerContract, type Planning } from "../../contracts/plan-invoker.ts";
import { createTestFunction, type TestFunction } from "../../support/test-function.ts";

describe("Lambda's PlanInvoker on the local cloud", () => {
  let own: TestFunction;
  let next: Planning = "hang";

  beforeAll(async () => {
    own = await createTestFunction(inject("awsEndpointUrl"), (event) => {
      expect(event).toEqual({ connector: expect.any(String), plan: true });
      return next === "die" || next === "hang" ? next : { answer: next };
    });
  });
  afterAll(() => own[Symbol.asyncDispose]());

  planInvokerContract(async (planning) => {
    next = planning;
    return { planner: createLambdaPlanInvoker({ client: own.client }), functionName: own.name };
  });
});
