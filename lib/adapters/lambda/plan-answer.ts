import * as z from "zod/mini";
import { ConfigError, ConnectError } from "../../connect/errors.ts";
import type { InvokedPlan } from "../../ports/plan-invoker.ts";

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

/** What Lambda answers in place of a function that threw, was cut off, or died. */
const functionError = z.object({ errorMessage: z.optional(z.string()), errorType: z.optional(z.string()) });

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
  const { errorMessage, errorType } = z.safeParse(functionError, parseJson(payload)).data ?? {};
  const why = errorMessage ?? errorType ?? "it gave no reason";
  const what = `Connector ${connector} could not be planned, because its function ${functionName} failed`;
  return new ConnectError(`${what}: ${why}. Look at the function's log, at its time limit and its memory.`, {
    retriable: true,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
