import * as z from "zod/mini";
import { ConfigError, ConnectError } from "../../connect/errors.ts";
import type { InvokedPlan } from "../../ports/plan-invoker.ts";
import { functionErrorMessage, parseJson } from "./function-error.ts";

const config = z.record(z.string(), z.string());

const planAnswer = z.union([
  z.object({
    plan: z.object({
      config,
      tasks: z.array(config),
      hash: z.string().check(z.minLength(1)),
      version: z.int().check(z.nonnegative()),
    }),
  }),
  z.object({ failure: z.object({ message: z.string(), permanent: z.boolean() }) }),
]);

/** Who was asked to plan what. */
export interface PlanRequest {
  readonly connector: string;
  readonly functionName: string;
}

/**
 * The plan in a function's answer, as JSON text.
 *
 * @throws ConfigError or ConnectError with the message that planning failed with; ConnectError if it is no such answer.
 */
export function readPlanAnswer({ connector, functionName }: PlanRequest, payload: string): InvokedPlan {
  const { data } = z.safeParse(planAnswer, parseJson(payload));
  if (!data) {
    throw new ConnectError(
      `Function ${functionName} did not answer with a plan of connector ${connector}: let ${functionName} be a task function of this deployment, and deploy both at the same version`,
    );
  }
  if ("plan" in data) return data.plan;
  const { message, permanent } = data.failure;
  throw permanent ? new ConfigError(message) : new ConnectError(message, { retriable: true });
}

/** The error of a function that ended without an answer; `payload` is what Lambda says about it. */
export function planFunctionError({ connector, functionName }: PlanRequest, payload: string): ConnectError {
  const why = functionErrorMessage(parseJson(payload)) ?? "it gave no reason";
  const what = `Connector ${connector} could not be planned, because its function ${functionName} failed`;
  return new ConnectError(`${what}: ${why}. Look at the function's log, at its time limit and its memory.`, {
    retriable: true,
  });
}
