import type { Mutant } from "../mutant.ts";

const CONTROL = "lib/adapters/memory/control-store.ts";
const TASKS = "lib/adapters/memory/task-store.ts";

/** Two generations at work at once. */
export const generationMutants: readonly Mutant[] = [
  {
    name: "no-barrier",
    breaks: "A generation starts when every task item is at it or newer (DESIGN §6.2; protocol.md F1, F2).",
    edits: [
      {
        file: "lib/worker/scheduling/barrier.ts",
        find: "return present === taskCount && tasks.every((task) => task.generation >= generation);",
        replace: "return present === taskCount || tasks.every((task) => task.generation >= generation);",
      },
    ],
    searches: [
      {
        scenario: "table-goes",
        calls: ["source.poll", "checkpoint", "send"],
        faults: ["crash", "held", "freeze"],
        rules: ["offset goes back"],
      },
    ],
  },
  {
    name: "touches-others",
    breaks: "What is done to a connector changes nothing of another one (DESIGN §5, W3).",
    edits: [
      {
        file: CONTROL,
        find: "      putTasks(state, plan, generation);\n",
        replace:
          "      putTasks(state, plan, generation);\n" +
          "      for (const other of state.connectors.values()) {\n" +
          "        if (other !== item) put({ ...other, generation: other.generation + 1, version: other.version + 1 });\n" +
          "      }\n",
      },
    ],
    searches: [{ scenario: "two-connectors", rules: ["another connector touched"] }],
  },
  {
    name: "same-plan-again",
    breaks: "A plan that is the current one is not published again (DESIGN §6, W3).",
    edits: [
      {
        file: "lib/worker/scheduling/plan-connector.ts",
        find: "if (!computed || computed.hash === item.hash) return computed && item;",
        replace: "if (!computed) return undefined;",
      },
      {
        file: "lib/worker/schedule.ts",
        find: "const plans = replan || item.hash === undefined;",
        replace: "const plans = replan || item.generation >= 0;",
      },
    ],
    searches: [{ scenario: "two-connectors" }],
  },
  {
    name: "no-move",
    breaks: "A move takes the task from its owner and raises the epoch (DESIGN §6, W4).",
    edits: [
      {
        file: TASKS,
        find: "(item) => ({ generation, epoch: item.epoch + 1, ...noOwner }),",
        replace: "() => ({ generation }),",
      },
    ],
    searches: [{ scenario: "grace-over-regroup", rules: ["offset goes back"] }],
  },
  {
    name: "no-drain-grace",
    breaks: "Tasks of an older generation have time to make way by themselves (DESIGN §6.4, W4).",
    edits: [
      {
        file: "lib/worker/scheduling/barrier.ts",
        find: "const force = generationSince !== undefined && now >= generationSince + graceMs;",
        replace: "const force = generationSince !== undefined && graceMs >= 0;",
      },
    ],
    searches: [{ scenario: "config-change" }],
  },
  {
    name: "item-made-by-a-move",
    breaks: "Only a plan makes task items (DESIGN §5, W4; protocol.md F11).",
    edits: [
      {
        file: TASKS,
        find: "    async moveTask({ connector, task, generation, now, force }) {\n",
        replace:
          "    async moveTask({ connector, task, generation, now, force }) {\n" +
          "      const all = detailsOf(state, connector).tasks;\n" +
          "      const made = { task, generation: 0, epoch: 0, sequence: 0, state: undefined, progress: undefined };\n" +
          "      if (!all.has(task)) all.set(task, { ...made, ...noOwner });\n",
      },
    ],
    searches: [{ scenario: "delete", calls: ["moveTask"], faults: ["twice", "late"] }],
  },
  {
    name: "plan-without-version",
    breaks: "A plan is published if the connector is still the one that was planned (DESIGN §6, W3).",
    edits: [
      {
        file: CONTROL,
        find:
          "      const item = current(plan.read);\n" +
          '      if (!item || item.targetState !== "RUNNING" || item.deleted) return false;\n' +
          "      const generation = item.generation + 1;",
        replace:
          "      const item = state.connectors.get(plan.connector);\n" +
          '      if (!item || item.targetState !== "RUNNING" || item.deleted) return false;\n' +
          "      const generation = plan.read.generation + 1;",
      },
    ],
    searches: [{ scenario: "two-schedulers" }, { scenario: "config-changes", calls: ["publishPlan"] }],
  },
  {
    name: "stop-keeps-generation",
    breaks: "Stopping and deleting begin a generation of their own (DESIGN §6, W2s).",
    edits: [
      {
        file: CONTROL,
        find: "        generation: item.generation + 1,\n        generationSince: stop.now,\n",
        replace: "",
      },
    ],
    searches: [{ scenario: "stop-unheard", calls: ["source.poll"], faults: ["crash"] }],
  },
  {
    name: "generation-starts-again",
    breaks: "Generations go on where they were when a connector is created again (DESIGN §5, W1).",
    edits: [
      {
        file: CONTROL,
        find: "        generation: old?.generation ?? 0,\n",
        replace: "        generation: 0,\n",
      },
    ],
    searches: [{ scenario: "delete-and-create" }],
  },
];
