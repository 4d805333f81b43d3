import type { Mutant } from "../mutant.ts";

const STORE = "lib/adapters/memory/task-store.ts";

/** Writes of a task that has no right to them. */
export const leaseMutants: readonly Mutant[] = [
  {
    name: "lease-by-owner-only",
    breaks: "Writes of a task name the epoch that its lease returned (DESIGN §6.1; protocol.md F9).",
    edits: [
      {
        file: STORE,
        find: "item.owner === lease.owner && item.epoch === lease.epoch && (condition",
        replace: "item.owner === lease.owner && (condition",
      },
    ],
    // The offsets of the old lease are refused by their number as well, so it is seen at a heartbeat.
    searches: [
      {
        scenario: "one-task",
        seeds: Array.from({ length: 40 }, (_, n) => n + 1),
        calls: ["acquireLease"],
        faults: ["twice"],
        rules: ["old epoch accepted"],
        next: { calls: ["checkpoint", "send", "source.poll"], faults: ["freeze", "held"] },
      },
    ],
  },
  {
    name: "lease-of-any-generation",
    breaks: "A lease is for the task item's generation only (DESIGN §6, W5).",
    edits: [
      {
        file: STORE,
        find: "(item) => item.generation === generation && mayBeTaken(item, now),",
        replace: "(item) => mayBeTaken(item, now),",
      },
    ],
    // The look that follows, and the older configurations that are gone, end what got such a lease.
    searches: [
      {
        scenario: "config-change",
        calls: ["invoke"],
        faults: ["twice", "late"],
        rules: ["lease of another generation"],
      },
    ],
  },
  {
    name: "lease-of-the-living",
    breaks: "A lease is taken of a task that is free or whose lease has expired (DESIGN §6, W5).",
    edits: [
      {
        file: STORE,
        find: "item.owner === undefined || (item.expiresAt !== undefined && item.expiresAt < now);",
        replace: "item.owner === undefined || now > 0;",
      },
    ],
    // Whoever had it is fenced, so nobody but the two notices.
    searches: [{ scenario: "doubled-events", rules: ["lease of the living"] }],
  },
  {
    name: "lease-keeps-epoch",
    breaks: "A lease has an epoch of its own (DESIGN §6.1, W5).",
    edits: [
      {
        file: STORE,
        find: "(item) => ({ owner, epoch: item.epoch + 1, expiresAt }),",
        replace: "() => ({ owner, expiresAt }),",
      },
    ],
    // The name of its owner is new for each invocation, and fences as well.
    searches: [{ scenario: "one-task", rules: ["epoch stays"] }],
  },
  {
    name: "freeing-keeps-epoch",
    breaks: "Freeing the lease of a request that died raises the epoch (DESIGN §6.7, W14).",
    edits: [
      {
        file: STORE,
        find: '(item) => ({ epoch: item.epoch + 1, state: "FAILED", ...noOwner }),',
        replace: '() => ({ state: "FAILED", ...noOwner }),',
      },
    ],
    // Its owner has gone with it, and fences as well.
    searches: [{ scenario: "one-task", calls: ["source.poll"], faults: ["crash"], rules: ["epoch stays"] }],
  },
  {
    name: "offsets-before-lease",
    breaks: "Offsets are read after the lease (DESIGN §6.2, §7).",
    edits: [
      {
        file: "lib/worker/task-invocation.ts",
        find: "  const held = await acquireLease(worker, options);",
        replace:
          "  const early = await worker.tasks.listOffsets(connector);\n" +
          "  worker = { ...worker, tasks: { ...worker.tasks, readOffsets: async () => new Map(early) } };\n" +
          "  const held = await acquireLease(worker, options);",
      },
    ],
    searches: [{ scenario: "doubled-events", calls: ["acquireLease"], faults: ["held"] }],
  },
  {
    name: "newest-config",
    breaks: "A task runs with the configuration of its generation, whatever is newer (DESIGN §6.2).",
    edits: [
      {
        file: "lib/worker/task-invocation.ts",
        find: "return configs && task < configs.tasks.length ? configs : undefined;",
        replace: "return configs && task < configs.tasks.length ? { ...configs, config: item.config } : undefined;",
      },
    ],
    searches: [{ scenario: "change-between-invocations", calls: ["source.tables"], faults: ["fails", "never"] }],
  },
  {
    name: "no-number",
    breaks: "A checkpoint carries a number above the last accepted one (DESIGN §7, W8).",
    edits: [{ file: STORE, find: "(item) => item.sequence < sequence,", replace: "() => true," }],
    searches: [
      {
        scenario: "stop",
        // A late copy has to come between two checkpoints of the same lease.
        seeds: Array.from({ length: 40 }, (_, n) => n + 1),
        calls: ["checkpoint"],
        faults: ["twice", "late"],
      },
    ],
  },
  {
    name: "number-used-twice",
    breaks: "The number of a checkpoint is fresh for every new content (DESIGN §7; protocol.md F8).",
    edits: [
      {
        file: "lib/worker/task-lease.ts",
        find: "return ++this.#sequence;",
        replace: "return this.#sequence + 1;",
      },
    ],
    searches: [{ scenario: "one-task" }, { scenario: "three-tasks" }],
  },
  {
    name: "no-heartbeat",
    breaks: "A lease is extended by a timer: a slow batch is no death (DESIGN §6.5, W6).",
    edits: [
      {
        file: "lib/worker/task-lease.ts",
        find: "Promise.all([this.#beat(heartbeatMs, extendNow), this.#watch()])",
        replace: "Promise.all([extendNow ? this.#beat(heartbeatMs, extendNow) : undefined])",
      },
    ],
    searches: [{ scenario: "slow-source" }],
  },
  {
    name: "state-of-a-zombie",
    breaks: "States are written by the holder of the lease only (DESIGN §6.10).",
    edits: [
      {
        file: STORE,
        find: "      return writeAsOwner(lease, { state: taskState });",
        replace: "      return write(lease.connector, lease.task, () => true, () => ({ state: taskState }));",
      },
    ],
    searches: [
      {
        scenario: "one-task",
        calls: ["writeTaskState"],
        faults: ["twice", "late"],
        rules: ["old epoch accepted"],
      },
    ],
  },
];
