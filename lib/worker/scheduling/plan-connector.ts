import { ConnectError } from "../../connect/index.ts";
import type { ConnectorItem } from "../../ports/index.ts";
import { errorMessage, errorTrace } from "../error-trace.ts";
import { withTimeLimit } from "../time-limit.ts";
import { type ComputedPlan, computePlan } from "./compute-plan.ts";
import { showStatus } from "./connector-status.ts";
import type { SchedulingCall } from "./scheduling-call.ts";

/**
 * The connector item with an up-to-date plan (W3). A connector that can't list its tasks is FAILED, but for a
 * passing error while it has a plan; when its configuration is the one that plan was made from, its tasks go on.
 *
 * @returns `waiting` when another scheduler or a change came first: whatever is there now is the truth for the next tick.
 */
export async function planConnector(
  call: SchedulingCall,
  item: ConnectorItem,
): Promise<ConnectorItem | "failed" | "waiting"> {
  const { worker } = call;
  let planned: ConnectorItem | undefined;
  try {
    planned = await publishCurrentPlan(call, item);
  } catch (error) {
    if (item.hash !== undefined && error instanceof ConnectError && error.retriable) {
      worker.logger.warn(`The connector's tasks go on as they are: ${errorMessage(error)}`, {}, error);
      return item;
    }
    worker.logger.error(`The connector failed: ${errorMessage(error)}`, {}, error);
    await showStatus(call, item, "FAILED", { trace: errorTrace(error) });
    return item.hash === undefined ? "failed" : item;
  }
  if (planned) await showStatus(call, planned, "RUNNING");
  return planned ?? "waiting";
}

/** The item with its current plan, published if it is new; undefined if somebody else changed the connector meanwhile. */
async function publishCurrentPlan(call: SchedulingCall, item: ConnectorItem): Promise<ConnectorItem | undefined> {
  const { worker, attempt } = call;
  const computed = await currentPlan(call, item);
  if (!computed || computed.hash === item.hash) return computed && item;
  const plan = { connector: item.connector, read: item, ...computed, now: worker.clock.now() };
  await attempt(() => worker.control.publishPlan(plan));
  // Refused or not: an earlier try may have taken effect, or another scheduler has made the same plan.
  const planned = await attempt(() => worker.control.readConnector(item.connector));
  return planned?.targetState === "RUNNING" && planned.hash === computed.hash ? planned : undefined;
}

/** Computed here, or by the connector's own function (DESIGN §6.11); undefined if that knows another configuration. */
async function currentPlan({ worker, until }: SchedulingCall, item: ConnectorItem): Promise<ComputedPlan | undefined> {
  const { clock, planner } = worker;
  const timeLimitMs = until - clock.now();
  const functionName = item.config["sluice.function"];
  if (!planner || !functionName) return computePlan(worker, item, timeLimitMs);
  const limit = new AbortController();
  const asked = planner.plan(item.connector, functionName, limit.signal);
  const { version, ...plan } = await withTimeLimit(clock, timeLimitMs, asked, () => {
    limit.abort();
    return new ConnectError(
      `Connector ${item.connector} was not planned by its function ${functionName} within ${Math.ceil(timeLimitMs / 1000)} s: look at the function's log`,
      { retriable: true },
    );
  });
  return version === item.version ? plan : undefined;
}
