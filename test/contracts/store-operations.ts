import fc from "fast-check";
import type { ConnectorItem } from "../../lib/ports/control-store.ts";
import type { TaskItem, TaskLease } from "../../lib/ports/task-store.ts";
import { A, B, checkpointOf, FAILURE, LATER, NOW, planOf, type StoresUnderTest } from "./stores-under-test.ts";

/** What an operation may name: what is stored now, and what was stored before. */
export interface Known {
  readonly connector: string;
  /** Every version of the connector item that was seen, the newest last; never empty. */
  readonly items: readonly ConnectorItem[];
  readonly tasks: readonly TaskItem[];
}

/** One call of one method. What it names depends on what is stored, so that many calls are accepted. */
export interface Operation {
  /** What a history that fails is printed as. */
  readonly [fc.toStringMethod]: () => string;
  /** Undefined: there is nothing that the call could name. */
  readonly call: (stores: StoresUnderTest, known: Known) => Promise<unknown> | undefined;
}

function operation<G>(
  method: string,
  given: fc.Arbitrary<G>,
  call: (stores: StoresUnderTest, known: Known, given: G) => Promise<unknown> | undefined,
): fc.Arbitrary<Operation> {
  return given.map((drawn) => ({
    [fc.toStringMethod]: () => `${method} ${JSON.stringify(drawn)}`,
    call: (stores, known) => call(stores, known, drawn),
  }));
}

/** Mostly the newest item, now and then an older one. */
const ago = fc.constantFrom(0, 0, 0, 1, 2);
const itemOf = ({ items }: Known, age: number): ConnectorItem => {
  const item = items.at(-1 - age) ?? items.at(-1);
  if (!item) throw new Error("There is no connector item to name");
  return item;
};

/** Mostly as it is stored, now and then one off. */
const off = fc.constantFrom(0, 0, 0, 0, -1, 1);
const task = fc.nat({ max: 1 });
const now = fc.constantFrom(NOW, LATER, LATER + 1);
const owner = fc.constantFrom("me", "other");
const offsets = fc.dictionary(fc.constantFrom(A, B), fc.constantFrom('{"id":1}', '{"id":2}', null), { maxKeys: 2 });
const config = fc.constantFrom({ topic: "a" }, { topic: "b", "tasks.max": "2" });
const targetState = fc.constantFrom("RUNNING", "PAUSED");

const control = [
  operation("createConnector", fc.record({ config, targetState }), (stores, { connector }, given) =>
    stores.control.createConnector({ connector, uid: "u", ...given }),
  ),
  operation("createConnector, over", fc.record({ ago, config, targetState }), (stores, known, { ago: age, ...given }) =>
    stores.control.createConnector({ connector: known.connector, uid: "u", ...given, over: itemOf(known, age) }),
  ),
  operation(
    "changeConnector",
    fc.record({ ago, change: fc.record({ config, targetState, declaredBy: owner }, { requiredKeys: [] }) }),
    (stores, known, given) => stores.control.changeConnector(itemOf(known, given.ago), given.change),
  ),
  ...[{}, { delete: false }, { delete: true }].map((options) =>
    operation(`stopConnector ${JSON.stringify(options)}`, fc.record({ ago, now }), (stores, known, given) =>
      stores.control.stopConnector(itemOf(known, given.ago), { now: given.now, ...options }),
    ),
  ),
  operation("publishPlan", fc.record({ ago, tasks: fc.nat({ max: 3 }) }), (stores, known, given) =>
    stores.control.publishPlan(planOf(itemOf(known, given.ago), given.tasks)),
  ),
  operation("editOffsets", fc.record({ ago, offsets }), (stores, known, given) =>
    stores.control.editOffsets({
      read: itemOf(known, given.ago),
      offsets: new Map(Object.entries(given.offsets)),
      updatedAt: NOW,
    }),
  ),
  operation("deleteTask", fc.record({ ago, task }), (stores, known, given) =>
    stores.control.deleteTask(itemOf(known, given.ago), given.task),
  ),
  operation("forgetConnector", ago, (stores, known, given) => stores.control.forgetConnector(itemOf(known, given))),
  operation("writeConnectorStatus", fc.record({ ago, workerId: owner }), (stores, known, given) => {
    const status = { state: "FAILED", workerId: given.workerId, trace: "t" } as const;
    return stores.control.writeConnectorStatus(itemOf(known, given.ago), status);
  }),
];

/** The lease of whoever holds the task, or of somebody who does not. */
const holder = fc.record({ task, off, owner });
const itemOfTask = ({ tasks }: Known, wanted: number) => tasks.find((item) => item.task === wanted);
function leaseOf(
  known: Known,
  given: { readonly task: number; readonly off: number; readonly owner: string },
): TaskLease {
  const { generation = 1, epoch = 1, owner: held } = itemOfTask(known, given.task) ?? {};
  const names = { owner: held ?? given.owner, epoch: epoch + given.off };
  return { connector: known.connector, task: given.task, generation, ...names };
}

const tasks = [
  operation("moveTask", fc.record({ task, off, now, force: fc.boolean() }), (stores, known, given) => {
    const { connector, generation } = itemOf(known, 0);
    return stores.tasks.moveTask({ ...given, connector, generation: generation + given.off });
  }),
  operation("acquireLease", fc.record({ task, off, owner, now }), (stores, known, given) => {
    const { connector, generation } = itemOf(known, 0);
    const expiresAt = given.now + 30_000;
    return stores.tasks.acquireLease({ ...given, connector, generation: generation + given.off, expiresAt });
  }),
  operation("extendLease", holder, (stores, known, given) =>
    stores.tasks.extendLease(leaseOf(known, given), LATER + 7),
  ),
  operation("releaseLease", holder, (stores, known, given) => stores.tasks.releaseLease(leaseOf(known, given))),
  operation("freeLease", holder, (stores, known, given) => {
    const item = itemOfTask(known, given.task);
    const failure = { ...FAILURE, retryAt: undefined };
    return item && stores.tasks.freeLease(known.connector, { ...item, epoch: item.epoch + given.off }, failure);
  }),
  operation("writeTaskState", holder, (stores, known, given) =>
    stores.tasks.writeTaskState(leaseOf(known, given), "RUNNING"),
  ),
  operation("writeTaskFailure", holder, (stores, known, given) =>
    stores.tasks.writeTaskFailure(leaseOf(known, given), FAILURE),
  ),
  operation(
    "checkpoint",
    fc.record({ holder, ahead: fc.constantFrom(1, 1, 0, 2), offsets, release: fc.boolean() }),
    (stores, known, given) => {
      const { sequence = 0 } = itemOfTask(known, given.holder.task) ?? {};
      const change = { offsets: new Map(Object.entries(given.offsets)), release: given.release };
      return stores.tasks.checkpoint(checkpointOf(leaseOf(known, given.holder), sequence + given.ahead, change));
    },
  ),
];

/** Any call of any method that writes; more of those of a task, of which it takes several to come anywhere. */
export const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 1, arbitrary: fc.oneof(...control) },
  { weight: 4, arbitrary: fc.oneof(...tasks) },
);
