import { ConfigError } from "../../connect/index.ts";
import type { InvokedPlan } from "../../ports/index.ts";
import { errorMessage } from "../error-trace.ts";
import { retryCall } from "../retry-call.ts";
import type { Worker } from "../worker.ts";
import { computePlan } from "./compute-plan.ts";

/** What a connector's own function answers to the scheduler; JSON. */
export type PlanAnswer =
  | { readonly plan: InvokedPlan }
  | { readonly failure: { readonly message: string; readonly permanent: boolean } };

/**
 * Plans a connector where its source, its secrets and its network are (DESIGN §6.11). Writes nothing: the scheduler
 * publishes the plan, and only if the connector is still the one that was planned.
 *
 * @param until When an answer is no longer awaited, in milliseconds since 1970-01-01 UTC.
 */
export async function answerPlan(host: Worker, connector: string, until: number): Promise<PlanAnswer> {
  const worker = { ...host, logger: host.logger.child({ connector }) };
  try {
    const item = await retryCall(() => worker.control.readConnector(connector), { ...worker, until });
    if (!item || item.deleted) throw new ConfigError(`There is no connector ${connector} to plan`);
    const plan = await computePlan(worker, item, until - worker.clock.now());
    return { plan: { ...plan, version: item.version } };
  } catch (error) {
    worker.logger.error(`The connector could not be planned: ${errorMessage(error)}`, {}, error);
    return { failure: { message: errorMessage(error), permanent: error instanceof ConfigError } };
  }
}
