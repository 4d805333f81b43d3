import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));
const task = z.int().check(z.nonnegative());
const generation = z.int().check(z.positive());

/**
 * One task of one generation: what it is made of, the task reads itself. Or, answered at once, a connector that has this
 * function for its own and is to be planned here (DESIGN §6.11).
 */
export const taskEvent = z.discriminatedUnion("plan", [
  z.strictObject({ connector: text, task, generation, plan: z.optional(z.literal(undefined)) }),
  z.strictObject({ connector: text, plan: z.literal(true) }),
]);

/** A message of the queue that invokes the scheduler. */
const queueRecord = z.looseObject({ messageId: text, body: z.string() });

export type QueueRecord = z.output<typeof queueRecord>;

/**
 * A tick of the schedule (any event of EventBridge), or by hand: `{}`, `{"connectors": ["name"]}`. Or messages of the
 * queue, whose bodies are `tickRequest` or `failedTaskEvent` as JSON.
 */
export const schedulerEvent = z.looseObject({
  connectors: z.optional(z.array(text)),
  Records: z.optional(z.array(queueRecord)),
});

/** Somebody asks for a tick (lib/ports/tick-invoker.ts). */
export const tickRequest = z.strictObject({ connectors: z.array(text), takeover: z.optional(z.boolean()) });

/**
 * What Lambda writes into a queue about an asynchronous event of a task function that it gave up on. `condition`:
 * `RetriesExhausted`, or why the function was never called.
 */
export const failedTaskEvent = z.looseObject({
  requestContext: z.looseObject({ requestId: text, condition: z.optional(z.string()) }),
  requestPayload: z.looseObject({ connector: text, task, generation }),
  responsePayload: z.optional(z.unknown()),
});
