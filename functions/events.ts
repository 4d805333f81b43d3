import * as z from "zod/mini";

/** One task of one generation. What it is made of, the task reads itself. */
export const taskEvent = z.strictObject({
  connector: z.string().check(z.minLength(1)),
  task: z.int().check(z.nonnegative()),
  generation: z.int().check(z.positive()),
});

/** A tick of the schedule (any event of EventBridge), or by hand: `{}`, `{"connectors": ["name"]}`. */
export const schedulerEvent = z.looseObject({
  connectors: z.optional(z.array(z.string().check(z.minLength(1)))),
});
