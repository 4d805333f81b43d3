import { describe, expect, test, vi } from "vitest";
import { ConnectError } from "../../../lib/connect/index.ts";
import { Account, type SimulatedTick } from "./account.ts";
import { SOURCE } from "./planned-connector.ts";
import { TasksAtWork } from "./tasks-at-work.ts";

vi.setConfig({ testTimeout: 60_000 });

const TASKS = 3;

/** Connections that a client of the AWS SDK opens; whoever waits for one may be told that there was no answer. */
const MOST_CALLS = 50;

const named = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);

/** How many connectors a tick brought to each outcome. */
const outcomes = ({ scheduled = [] }: Partial<SimulatedTick> = {}): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(scheduled, ({ outcome }) => outcome)].map(([name, { length }]) => [name, length]));

/** Every task that was started at least once, as `connector-task`. */
const started = ({ invoked }: Account): Set<string> =>
  new Set(invoked.map(({ connector, task }) => `${connector}-${task}`));

const tasksOf = (connectors: readonly string[]): string[] => connectors.flatMap((connector) => named(connector, TASKS));

describe("1,000 connectors of 3 tasks", () => {
  test("are planned, and all their tasks started, within 30 seconds by a function of the default size", async () => {
    const account = new Account({ memoryMib: 1024 });
    await account.create(named("c", 1_000));
    const first = await account.tick();
    expect(outcomes(first)).toEqual({ invoked: 1_000 });
    expect(account.invoked).toHaveLength(3_000);
    expect(started(account).size).toBe(3_000);
    expect(first.ms).toBeLessThan(30_000);
  });

  test("are looked at again within 30 seconds by a function of 512 MiB, and each time in another order", async () => {
    const account = new Account({ memoryMib: 512 });
    await account.create(named("c", 1_000));
    const [, second] = await account.ticks(2);
    expect(outcomes(second)).toEqual({ invoked: 1_000 });
    expect(second?.ms).toBeLessThan(30_000);
    const [one, other] = [account.sources.began.slice(0, 1_000), account.sources.began.slice(1_000)];
    expect(other).not.toEqual(one);
    expect(other.toSorted()).toEqual(one.toSorted());
  });

  test.each([8, 32])("are never more than %i under way while their sources answer", async (concurrency) => {
    const account = new Account();
    await account.create(named("c", 300), { "tasks.max": "10" });
    await account.tick({ concurrency });
    expect(account.sources.plans.most).toBe(concurrency);
    expect(account.calls.most).toBeLessThanOrEqual(MOST_CALLS);
  });

  test("take longer when 30 % of the store's calls are throttled, and none is lost", async () => {
    const names = named("c", 1_000);
    const well = new Account();
    await well.create(names);
    const throttled = new Account({ throttled: 0.3 });
    await throttled.create(names);
    const [one, other] = [await well.tick(), await throttled.tick()];
    expect(other.ms).toBeGreaterThan(one.ms);
    expect(outcomes(other)).toEqual({ invoked: 1_000 });
    expect(started(throttled).size).toBe(3_000);
  });

  test("take a second tick when the function is small as well, and none is lost", async () => {
    const account = new Account({ memoryMib: 512, throttled: 0.3 });
    await account.create(named("c", 1_000));
    const ticks = await account.ticks(2);
    expect(ticks.map(({ scheduled }) => scheduled?.length)).toEqual([1_000, 1_000]);
    expect(outcomes(ticks[0])).not.toEqual({ invoked: 1_000 });
    expect(started(account).size).toBe(3_000);
  });
});

describe("connectors that go wrong harm no other", () => {
  test("ten that hang, ten that throw, one that is invalid, one whose tasks can't be started", async () => {
    const account = new Account({
      onInvoke: ({ connector }) => {
        if (connector === "no-function-0") throw new ConnectError("There is no such function");
      },
    });
    const healthy = named("c", 978);
    await account.create(healthy);
    await account.create(named("hangs", 10), { [SOURCE]: "hangs" });
    await account.create(named("throws", 10), { [SOURCE]: "throws" });
    await account.create(named("invalid", 1), { "tasks.max": "many" });
    await account.create(named("no-function", 1));
    const tick = await account.tick();
    expect(outcomes(tick)).toEqual({ invoked: 978, failed: 22 });
    expect([...started(account)].toSorted()).toEqual(tasksOf(healthy).toSorted());
    const status = async (name: string) => account.stores.control.readConnectorStatus(name);
    expect((await status("hangs-9"))?.trace).toContain("took more than 30 s to list its tasks");
    expect((await status("throws-9"))?.trace).toContain("The source of throws-9 is away");
    expect((await status("invalid-0"))?.trace).toContain("tasks.max");
    expect(await status("c-0")).toMatchObject({ state: "RUNNING", trace: undefined });
  });

  test("a hundred of a database that does not answer", async () => {
    const account = new Account();
    const healthy = named("c", 900);
    await account.create(healthy);
    await account.create(named("hangs", 100), { [SOURCE]: "hangs" });
    expect(outcomes(await account.tick())).toEqual({ invoked: 900, failed: 100 });
    expect(started(account).size).toBe(900 * TASKS);
  });

  test("so many that a tick does not get round: the next ones reach the others, and not all are under way", async () => {
    const account = new Account();
    const healthy = named("c", 175);
    await account.create(healthy);
    await account.create(named("hangs", 75), { [SOURCE]: "hangs" });
    const ticks = await account.ticks(6, { concurrency: 8 });
    expect(outcomes(ticks[0])["out of time"]).toBeGreaterThan(0);
    expect([...started(account)].toSorted()).toEqual(tasksOf(healthy).toSorted());
    expect(account.sources.plans.most).toBe(4 * 8);
    expect(account.calls.most).toBeLessThanOrEqual(MOST_CALLS);
  });
});

describe("sluice.max.concurrent.tasks", () => {
  const limited = (limit: number): { readonly account: Account; readonly tasks: TasksAtWork } => {
    const account: Account = new Account({
      workerConfig: { "sluice.max.concurrent.tasks": String(limit) },
      onInvoke: (invocation) => tasks.start(invocation),
    });
    const tasks = new TasksAtWork(account.world, account.stores.tasks);
    return { account, tasks };
  };

  test("is kept to, and every task has its turn", async () => {
    const { account, tasks } = limited(10);
    const names = named("c", 30);
    await account.create(names);
    await account.ticks(60);
    expect(tasks.leases.most).toBe(10);
    expect([...tasks.seen].toSorted()).toEqual(tasksOf(names).toSorted());
  });

  test("of one gives every task of one connector its turn", async () => {
    const { account, tasks } = limited(1);
    await account.create(["c"]);
    await account.ticks(40);
    expect(tasks.leases.most).toBe(1);
    expect([...tasks.seen].toSorted()).toEqual(tasksOf(["c"]));
  });
});
