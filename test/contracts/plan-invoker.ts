import { expect, test } from "vitest";
import { ConfigError, ConnectError } from "../../lib/connect/errors.ts";
import type { InvokedPlan, PlanInvoker } from "../../lib/ports/index.ts";

/** What a connector's own function does when it is asked for a plan. */
export type Planning =
  | { readonly plan: InvokedPlan }
  | { readonly failure: { readonly message: string; readonly permanent: boolean } }
  | "die"
  | "hang";

/** An invoker, and the function that it asks. */
export interface PlanInvokerUnderTest {
  readonly planner: PlanInvoker;
  readonly functionName: string;
}

/**
 * What every PlanInvoker does: it lets a connector be planned elsewhere and waits for the plan, or for what went wrong.
 *
 * @param open Called once a test with what the function is to do, whichever connector it is asked about.
 */
export function planInvokerContract(open: (planning: Planning) => Promise<PlanInvokerUnderTest>): void {
  const connector = `Bücher 📚 ${crypto.randomUUID()}`;
  const never = new AbortController().signal;

  async function errorOf(planning: Planning, signal = never): Promise<unknown> {
    const { planner, functionName } = await open(planning);
    return planner.plan(connector, functionName, signal).catch((error: unknown) => error);
  }

  test("returns the plan as it was made", async () => {
    const plan = {
      config: { "connector.class": "JdbcSource", query: 'SELECT "ü" FROM "📚"\n\tWHERE true' },
      tasks: Array.from({ length: 100 }, (_, n) => ({ tables: `"public"."table ${n}"` })),
      hash: "4b1f",
      version: 2 ** 40,
    };
    const { planner, functionName } = await open({ plan });
    expect(await planner.plan(connector, functionName, never)).toEqual(plan);
  });

  test("returns a plan without tasks", async () => {
    const plan = { config: {}, tasks: [], hash: "0", version: 0 };
    const { planner, functionName } = await open({ plan });
    expect(await planner.plan(connector, functionName, never)).toEqual(plan);
  });

  test("throws what planning threw, as permanent if it is", async () => {
    const error = await errorOf({ failure: { message: "Table ü has no column id", permanent: true } });
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ message: "Table ü has no column id" });
  });

  test("throws what planning threw, as passing if it may pass", async () => {
    const error = await errorOf({ failure: { message: "No answer from db:5432", permanent: false } });
    expect(error).toMatchObject({ name: "ConnectError", message: "No answer from db:5432", retriable: true });
  });

  test("says that the function died, with its name and the connector's", async () => {
    const { planner, functionName } = await open("die");
    const error: unknown = await planner.plan(connector, functionName, never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({ retriable: true });
    expect(String(error)).toContain(functionName);
    expect(String(error)).toContain(connector);
  });

  test("waits no longer than until the signal is aborted", async () => {
    const error = await errorOf("hang", AbortSignal.timeout(500));
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({ retriable: true });
  });
}
