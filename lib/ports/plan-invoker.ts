import type { TaskConfigSet } from "./control-store.ts";

/** A plan as a connector's own function computed it (DESIGN §6.11). */
export interface InvokedPlan extends TaskConfigSet {
  readonly hash: string;
  /** Version of the connector item that it was made from. */
  readonly version: number;
}

/** Lets a connector be planned where its source, its secrets and its network are: by its own function. */
export interface PlanInvoker {
  /**
   * Waits for the plan.
   *
   * @throws ConnectError what planning threw there, or a retriable one if the function could not be reached.
   */
  plan(connector: string, functionName: string, signal: AbortSignal): Promise<InvokedPlan>;
}
