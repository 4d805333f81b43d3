import type { ConnectorItem } from "../../lib/ports/control-store.ts";
import type { TaskItem, TransactionWrite } from "../../lib/ports/task-store.ts";
import {
  A,
  B,
  checkpointOf,
  createConnector,
  FAILURE,
  LATER,
  NOW,
  only,
  planConnector,
  planOf,
  readItem,
  type StoresUnderTest,
  takeLease,
} from "./stores-under-test.ts";

/** A write of either store, ready to be made for one connector. */
export interface PreparedWrite {
  /** Makes the write on those stores; each call is the same write. */
  write(on: StoresUnderTest): Promise<boolean | TransactionWrite>;
  /** Whether the item that refuses the write tells that an earlier try took effect. Absent: the caller reads. */
  tookEffect?(item: TaskItem): boolean;
  /** Whether the write may be made again, since it says what is already there. */
  readonly repeatable?: boolean;
  /** The next step of the protocol: whatever is under way of the write is void from then on. */
  next(): Promise<boolean | TransactionWrite>;
}

type Prepare = (stores: StoresUnderTest, connector: string) => Promise<PreparedWrite>;

const RUNNING = { state: "RUNNING", workerId: "w", trace: undefined } as const;

/** Creates the connector and stops it. */
async function stop(stores: StoresUnderTest, connector: string, options: { readonly delete?: boolean } = {}) {
  const planned = await planConnector(stores, 1, connector);
  await stores.control.stopConnector(planned, { now: NOW, ...options });
  const stopped = await readItem(stores.control, connector);
  await stores.tasks.moveTask({ connector, task: 0, generation: stopped.generation, now: NOW });
  return stopped;
}

/** Plans the connector and takes the lease of its task. */
async function lease(stores: StoresUnderTest, connector: string) {
  const planned = await planConnector(stores, 1, connector);
  return { planned, lease: await takeLease(stores, planned) };
}

const change = async ({ control }: StoresUnderTest, connector: string, topic: string) =>
  control.changeConnector(await readItem(control, connector), { config: { topic } });

const create = ({ control }: StoresUnderTest, connector: string, over?: ConnectorItem) => {
  const given = { connector, uid: "other", config: { topic: "again" }, targetState: "RUNNING" } as const;
  return control.createConnector({ ...given, ...(over && { over }) });
};

const createAgain = async (stores: StoresUnderTest, connector: string) =>
  create(stores, connector, await readItem(stores.control, connector));

const takeAfterExpiry = ({ tasks }: StoresUnderTest, connector: string, generation: number) =>
  tasks.acquireLease({ connector, task: 0, generation, owner: "other", now: LATER + 100, expiresAt: LATER + 200 });

/** Every write of both stores, by its number in DESIGN §6 and §7. */
export const STORE_WRITES: Readonly<Record<string, Prepare>> = {
  "W1 createConnector": async (stores, connector) => ({
    write: (on) => create(on, connector),
    next: () => change(stores, connector, "next"),
  }),
  "W1 createConnector after W13": async (stores, connector) => {
    await stores.control.forgetConnector(await stop(stores, connector, { delete: true }));
    const over = await readItem(stores.control, connector);
    return { write: (on) => create(on, connector, over), next: () => change(stores, connector, "next") };
  },
  "W2 changeConnector": async (stores, connector) => {
    const read = await planConnector(stores, 1, connector);
    return {
      write: ({ control }) => control.changeConnector(read, { config: { topic: "b" }, targetState: "PAUSED" }),
      next: () => change(stores, connector, "next"),
    };
  },
  "W2s stopConnector": async (stores, connector) => {
    const read = await planConnector(stores, 1, connector);
    return {
      write: ({ control }) => control.stopConnector(read, { now: LATER, delete: true }),
      next: () => createAgain(stores, connector),
    };
  },
  "W3 publishPlan": async (stores, connector) => {
    const read = await planConnector(stores, 1, connector);
    return {
      write: ({ control }) => control.publishPlan(planOf(read, 3)),
      next: async () => stores.control.publishPlan(planOf(await readItem(stores.control, connector), 2)),
    };
  },
  "W9 editOffsets": async (stores, connector) => {
    const edit = { read: await stop(stores, connector), updatedAt: NOW };
    const offsets = new Map([
      [A, '{"id":1}'],
      [B, null],
    ]);
    const next = async () => ({
      ...edit,
      read: await readItem(stores.control, connector),
      offsets: new Map([[A, null]]),
    });
    return {
      write: ({ control }) => control.editOffsets({ ...edit, offsets }),
      next: async () => stores.control.editOffsets(await next()),
    };
  },
  "W10 deleteTask": async (stores, connector) => {
    const { tasks, control } = stores;
    const { planned, lease: held } = await lease(stores, connector);
    await tasks.writeTaskFailure(held, FAILURE);
    await tasks.releaseLease(held);
    await control.stopConnector(planned, { now: NOW, delete: true });
    const read = await readItem(control, connector);
    await tasks.moveTask({ connector, task: 0, generation: read.generation, now: NOW });
    return {
      write: (on) => on.control.deleteTask(read, 0),
      next: async () => {
        await createAgain(stores, connector);
        return control.publishPlan(planOf(await readItem(control, connector), 1));
      },
    };
  },
  "W13 forgetConnector": async (stores, connector) => {
    const read = await stop(stores, connector, { delete: true });
    await stores.control.writeConnectorStatus(read, RUNNING);
    return {
      write: ({ control }) => control.forgetConnector(read),
      next: () => createAgain(stores, connector),
    };
  },
  writeConnectorStatus: async (stores, connector) => {
    const read = await createConnector(stores, connector);
    return {
      write: ({ control }) => control.writeConnectorStatus(read, RUNNING),
      repeatable: true,
      next: async () => {
        await change(stores, connector, "next");
        const status = { ...RUNNING, workerId: "next" };
        return stores.control.writeConnectorStatus(await readItem(stores.control, connector), status);
      },
    };
  },
  "W4 moveTask": async (stores, connector) => {
    await lease(stores, connector);
    return {
      write: (on) => on.tasks.moveTask({ connector, task: 0, generation: 2, now: NOW, force: true }),
      tookEffect: ({ generation }) => generation === 2,
      next: () => takeAfterExpiry(stores, connector, 2),
    };
  },
  "W5 acquireLease": async (stores, connector) => {
    const { generation } = await planConnector(stores, 1, connector);
    return {
      write: (on) => on.tasks.acquireLease({ connector, task: 0, generation, owner: "me", now: NOW, expiresAt: LATER }),
      tookEffect: ({ owner }) => owner === "me",
      next: () => takeAfterExpiry(stores, connector, generation),
    };
  },
  "W6 extendLease": async (stores, connector) => {
    const { lease: held } = await lease(stores, connector);
    return {
      write: ({ tasks }) => tasks.extendLease(held, LATER + 10),
      repeatable: true,
      next: () => takeAfterExpiry(stores, connector, held.generation),
    };
  },
  "W7 releaseLease": async (stores, connector) => {
    const { lease: held } = await lease(stores, connector);
    return {
      write: ({ tasks }) => tasks.releaseLease(held),
      tookEffect: ({ owner, epoch }) => owner === undefined && epoch === held.epoch,
      next: () => takeAfterExpiry(stores, connector, held.generation),
    };
  },
  "W14 freeLease": async (stores, connector) => {
    const { lease: held } = await lease(stores, connector);
    const read = await only(stores.tasks, connector);
    return {
      write: ({ tasks }) => tasks.freeLease(connector, read, FAILURE),
      tookEffect: ({ owner, epoch }) => owner === undefined && epoch === read.epoch + 1,
      next: () => takeAfterExpiry(stores, connector, held.generation),
    };
  },
  "W8 checkpoint": async (stores, connector) => {
    const { lease: held } = await lease(stores, connector);
    return {
      write: ({ tasks }) => tasks.checkpoint(checkpointOf(held, 5)),
      tookEffect: ({ sequence, epoch }) => sequence === 5 && epoch === held.epoch,
      next: () => stores.tasks.checkpoint(checkpointOf(held, 6)),
    };
  },
  "W8 checkpoint, the last": async (stores, connector) => {
    const { lease: held } = await lease(stores, connector);
    return {
      write: ({ tasks }) => tasks.checkpoint(checkpointOf(held, 5, { release: true })),
      tookEffect: ({ sequence, epoch }) => sequence === 5 && epoch === held.epoch,
      next: () => takeAfterExpiry(stores, connector, held.generation),
    };
  },
  writeTaskState: async (stores, connector) => {
    const { lease: held } = await lease(stores, connector);
    return {
      write: ({ tasks }) => tasks.writeTaskState(held, "PAUSED"),
      repeatable: true,
      next: () => stores.tasks.releaseLease(held),
    };
  },
  writeTaskFailure: async (stores, connector) => {
    const { lease: held } = await lease(stores, connector);
    return {
      write: ({ tasks }) => tasks.writeTaskFailure(held, FAILURE),
      repeatable: true,
      next: () => stores.tasks.releaseLease(held),
    };
  },
};
