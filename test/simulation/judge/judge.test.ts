import { describe, expect, test } from "vitest";
import { PlantedHistory } from "./planted-history.ts";

/** A connector with one task of generation 1, moved and leased by the invocation `a`. */
function leased() {
  const history = new PlantedHistory();
  history.plan(1, ["t0"]);
  history.task("moveTask", { generation: 1, epoch: 1 });
  const actor = history.invocation("a");
  return { history, actor, lease: history.lease(actor) };
}

test("a task that writes rows, checkpoints them and is followed by another one breaks no rule", () => {
  const { history, actor, lease } = leased();
  history.row("a", 1);
  history.row("a", 2);
  history.offset(actor, 2, { lease });
  history.task("releaseLease", { owner: undefined }, { actor, lease });
  const next = history.invocation("b");
  history.lease(next, { epoch: 3 });
  history.row("b", 3);
  expect(history.broken).toBeUndefined();
});

describe("records", () => {
  test.each([
    ["gap in the log", 2, "t0", "m1"],
    ["another generation's configuration", 1, "t0", "m0"],
    ["another task's table", 1, "t1", "m1"],
  ] as const)("%s", (rule, row, table, marker) => {
    const { history } = leased();
    history.row("a", row, table, marker);
    expect(history.broken).toBe(rule);
  });

  test("repeated before the checkpoint", () => {
    const { history, actor, lease } = leased();
    history.row("a", 1);
    history.offset(actor, 1, { lease });
    history.task("releaseLease", { owner: undefined }, { actor, lease });
    history.lease(history.invocation("b"), { epoch: 3 });
    history.row("b", 1);
    expect(history.broken).toBe("repeated before the checkpoint");
  });

  test("record without a lease", () => {
    const { history } = leased();
    history.invocation("b");
    history.row("b", 1);
    expect(history.broken).toBe("record without a lease");
  });
});

describe("checkpoints", () => {
  test.each([
    ["checkpoint beyond the log", [3]],
    ["offset goes back", [2, 1]],
  ])("%s", (rule, rows) => {
    const { history, actor, lease } = leased();
    history.row("a", 1);
    history.row("a", 2);
    for (const row of rows) history.offset(actor, row, { lease });
    expect(history.broken).toBe(rule);
  });

  test("old epoch accepted", () => {
    const { history, actor, lease } = leased();
    history.task("moveTask", { epoch: 3, owner: undefined });
    history.task("extendLease", { expiresAt: 1 }, { actor, lease });
    expect(history.broken).toBe("old epoch accepted");
  });

  test("old generation accepted", () => {
    const { history, actor, lease } = leased();
    history.task("extendLease", { generation: 2 }, { actor, lease });
    history.row("a", 1);
    history.offset(actor, 1, { lease });
    expect(history.broken).toBe("old generation accepted");
  });

  test("number used twice", () => {
    const { history, actor, lease } = leased();
    history.task("checkpoint", { expiresAt: 1 }, { actor, lease });
    expect(history.broken).toBe("number used twice");
  });

  test("offset written by others", () => {
    const { history } = leased();
    history.offset(history.scheduler, 1, { method: "moveTask" });
    expect(history.broken).toBe("offset written by others");
  });
});

describe("leases", () => {
  test("barrier not passed", () => {
    const history = new PlantedHistory();
    history.plan(1, ["t0", "t1"]);
    history.task("moveTask", { generation: 1, epoch: 1 }, { task: 0 });
    history.task("moveTask", { generation: 1, epoch: 1 }, { task: 1 });
    history.plan(2, ["t1", "t0"]);
    history.task("moveTask", { generation: 2, epoch: 2 }, { task: 0 });
    history.lease(history.invocation("a", 0, 2), { generation: 2, epoch: 3 });
    expect(history.broken).toBe("barrier not passed");
  });

  test("lease of another generation", () => {
    const { history } = leased();
    history.lease(history.invocation("b", 0, 2), { epoch: 3 });
    expect(history.broken).toBe("lease of another generation");
  });

  test("lease without a plan", () => {
    const { history } = leased();
    history.item("stopConnector", { generation: 2, targetState: "STOPPED" });
    history.task("moveTask", { generation: 2, epoch: 3, owner: undefined });
    history.lease(history.invocation("b", 0, 2), { generation: 2, epoch: 4 });
    expect(history.broken).toBe("lease without a plan");
  });

  test.each([
    ["lease of the living", 30_000],
    ["lease of the living", 29_999],
    [undefined, 30_001],
  ])("%s: %i ms after another one", (rule, ms) => {
    const { history } = leased();
    history.world.now += ms;
    history.lease(history.invocation("b"), { epoch: 3 });
    expect(history.broken).toBe(rule);
  });

  test("nobody can tell who lives where a clock is wrong", () => {
    const { history } = leased();
    history.lease(history.invocation("b", 0, 1, 60_000), { epoch: 3 });
    expect(history.broken).toBeUndefined();
  });

  test.each(["moveTask", "freeLease"])("epoch stays: %s", (method) => {
    const { history } = leased();
    history.task(method, { owner: undefined });
    expect(history.broken).toBe("epoch stays");
  });

  test("epoch stays: acquireLease", () => {
    const { history, actor, lease } = leased();
    history.task("releaseLease", { owner: undefined }, { actor, lease });
    history.lease(history.invocation("b"));
    expect(history.broken).toBe("epoch stays");
  });

  test("offsets read before the lease", () => {
    const { history } = leased();
    history.judge.offsetsRead(history.invocation("b"), "c");
    expect(history.broken).toBe("offsets read before the lease");
  });
});

describe("items", () => {
  test("generation goes back", () => {
    const { history } = leased();
    history.item("createConnector", { generation: 0 });
    expect(history.broken).toBe("generation goes back");
  });

  test("task item without a plan", () => {
    const { history } = leased();
    history.task("moveTask", { generation: 1 }, { task: 1 });
    expect(history.broken).toBe("task item without a plan");
  });

  test("task item taken away", () => {
    const { history } = leased();
    history.task("deleteTask", null);
    expect(history.broken).toBe("task item taken away");
  });
});

test("offset item gone", () => {
  const { history, actor, lease } = leased();
  history.row("a", 1);
  history.offset(actor, 1, { lease });
  history.forgetOffsets();
  expect(history.broken).toBe("offset item gone");
});

describe("other connectors", () => {
  test("a write that concerns one changes another one", () => {
    const { history } = leased();
    history.other("publishPlan", () => history.changeUnseen({ generation: 2 }));
    expect(history.broken).toBe("another connector touched");
  });

  test("a person who works on one changes another one", () => {
    const { history } = leased();
    const person = history.world.actor("operator");
    history.item("changeConnector", {}, person);
    expect(history.broken).toBeUndefined();
    history.other("changeConnector", () => undefined, person);
    expect(history.broken).toBe("another connector touched");
  });

  test("a scheduler may plan both", () => {
    const { history } = leased();
    history.other("writeConnectorStatus", () => undefined);
    expect(history.broken).toBeUndefined();
  });
});

describe("edits of offsets", () => {
  test("edit of offsets while running", () => {
    const { history } = leased();
    history.offset(history.scheduler, 0, { method: "editOffsets" });
    expect(history.broken).toBe("edit of offsets while running");
  });

  test("edit of offsets under a task", () => {
    const { history } = leased();
    history.item("stopConnector", { generation: 2, targetState: "STOPPED" });
    history.offset(history.scheduler, 0, { method: "editOffsets" });
    expect(history.broken).toBe("edit of offsets under a task");
  });

  test("reading may begin again where an edit says", () => {
    const { history } = leased();
    history.item("stopConnector", { generation: 2, targetState: "STOPPED" });
    history.task("moveTask", { generation: 2, epoch: 3, owner: undefined });
    history.offset(history.scheduler, 5, { method: "editOffsets" });
    history.plan(3, ["t0"]);
    history.task("moveTask", { generation: 3, epoch: 4 });
    history.lease(history.invocation("b", 0, 3), { generation: 3, epoch: 5 });
    history.row("b", 6);
    expect(history.broken).toBeUndefined();
  });
});

describe("invocations", () => {
  test("left outstanding: a timer", () => {
    const { history, actor } = leased();
    void actor.clock.sleep(1_000);
    history.judge.returned(actor);
    expect(history.broken).toBe("left outstanding");
  });

  test("left outstanding: a write, but not a read", () => {
    const { history, actor } = leased();
    void history.world.call(actor, "readConnector", [], () => 1, { faults: ["fails"] });
    history.judge.returned(actor);
    expect(history.broken).toBeUndefined();
    void history.world.call(actor, "checkpoint", [], () => 1);
    history.judge.returned(actor);
    expect(history.broken).toBe("left outstanding");
  });

  test("taken over late", () => {
    const history = new PlantedHistory("unheard");
    history.plan(1, ["t0"]);
    history.task("moveTask", { generation: 1, epoch: 1 });
    const actor = history.invocation("a");
    history.lease(actor);
    history.judge.died(actor);
    history.world.now += 61_000;
    history.lease(history.invocation("b"), { epoch: 3 });
    expect(history.broken).toBe("taken over late");
  });
});
