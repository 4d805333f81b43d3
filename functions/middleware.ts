import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics } from "@aws-lambda-powertools/metrics";
import middy, { type MiddyfiedHandler } from "@middy/core";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";
import { ConfigError } from "../lib/connect/errors.ts";
import { METRICS } from "../lib/env.ts";
import { errorMessage } from "../lib/worker/index.ts";

// zod/mini has no words of its own; `z.locales` would bring every language into the bundle.
z.config(en());

/** Named by POWERTOOLS_SERVICE_NAME, which the construct sets: two deployments in one account stay apart. */
const powertools = new Logger();

/** The functions' metrics, written to the log in CloudWatch's embedded metric format at the end of an invocation. */
export const metrics = new Metrics({ namespace: METRICS.namespace });

/** What every function's work gets: its validated event, the context, and a logger whose every line carries the request id. */
export type FunctionWork<E, R> = (event: E, context: Context, logger: Logger) => Promise<R>;

/**
 * A Lambda handler: log fields, metrics and the event's shape are the same for every function.
 *
 * @param schema What the event must be; anything else is refused with one sentence before any work begins.
 */
export function lambdaHandler<S extends z.ZodMiniType, R>(
  schema: S,
  work: FunctionWork<z.output<S>, R>,
): MiddyfiedHandler<unknown, R> {
  return middy<unknown, R>()
    .use(injectLambdaContext(powertools, { resetKeys: true }))
    .use({ after: publishMetrics, onError: publishMetrics })
    .handler(async (event, context) => {
      try {
        return await work(parseEvent(schema, event), context, powertools);
      } catch (error) {
        // Lambda logs it as well, but without connector and task.
        powertools.error(errorMessage(error), error instanceof Error ? { error } : {});
        throw error;
      }
    });
}

/** Writes what was measured. An invocation may measure nothing, which Powertools' own middleware warns about. */
function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}

/** The event as its schema says. @throws ConfigError with one sentence if it has another shape. */
export function parseEvent<S extends z.ZodMiniType>(schema: S, event: unknown): z.output<S> {
  const parsed = z.safeParse(schema, event);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join(".") || "event"}: ${issue.message}`);
  throw new ConfigError(`The event has not the shape that this function takes: ${issues.join("; ")}`);
}
