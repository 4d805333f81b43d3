import * as z from "zod/mini";

const taskInvocation = z.object({ connector: z.string(), task: z.number(), generation: z.number() });

/** What a function is invoked with, as on AWS: a task of a generation; the schedule's tick; messages of the queue. */
export const functionEvent = z.discriminatedUnion("function", [
  z.extend(taskInvocation, { function: z.literal("task") }),
  z.object({ function: z.literal("scheduler"), bodies: z.optional(z.array(z.string())) }),
]);

export type FunctionEvent = z.output<typeof functionEvent>;
export type FunctionName = FunctionEvent["function"];

/** One handler call. */
export const invocation = z.object({
  /** A doubled event carries the same request id in a call of its own. */
  requestId: z.string(),
  call: z.number(),
  event: functionEvent,
  /** When it is cut off, in milliseconds since 1970-01-01 UTC. */
  deadline: z.number(),
});

export type Invocation = z.output<typeof invocation>;

/** What an environment tells the stand-in for Lambda. */
export const environmentMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  /** The call has the lease of its task and has extended it. */
  z.object({ kind: z.literal("at work"), call: z.number() }),
  z.object({ kind: z.literal("ended"), call: z.number(), outcome: z.string(), failed: z.boolean() }),
  z.object({ kind: z.literal("invoke task"), invocation: taskInvocation }),
  z.object({ kind: z.literal("send message"), body: z.string(), delayMs: z.number() }),
]);

export type EnvironmentMessage = z.output<typeof environmentMessage>;
