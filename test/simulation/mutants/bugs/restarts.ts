import type { Mutant } from "../mutant.ts";

/** Tasks that are tried again too often, or not at all. */
export const restartMutants: readonly Mutant[] = [
  {
    name: "permanent-retried",
    breaks: "A configuration error is not tried again before the configuration changes (DESIGN §6.6).",
    edits: [
      {
        file: "lib/worker/scheduling/start-tasks.ts",
        find: "(failure.retryAt ?? NEVER) : now;",
        replace: "(failure.retryAt ?? now) : now;",
      },
    ],
    searches: [{ scenario: "permanent-error" }],
  },
  {
    name: "no-back-off",
    breaks: "A failed task is tried again later each time (DESIGN §6.6).",
    edits: [
      {
        file: "lib/worker/scheduling/start-tasks.ts",
        find: "(failure.retryAt ?? NEVER) : now;",
        replace: "(failure.retryAt ? now : NEVER) : now;",
      },
    ],
    searches: [{ scenario: "failing-source" }],
  },
  {
    name: "continues-without-progress",
    breaks: "A task goes on by itself only if an offset moved (DESIGN §9).",
    edits: [
      {
        file: "lib/worker/continue-task.ts",
        find: 'if (outcome === "out of time" && mayGoOn) {',
        replace: 'if (outcome === "out of time") {',
      },
    ],
    searches: [{ scenario: "continuous" }],
  },
  {
    name: "no-look-again",
    breaks: "Between two ticks it is looked often enough for tasks that died unheard (PROTOCOL, Time).",
    edits: [
      {
        file: "lib/worker/scheduling/look-again.ts",
        find: "LOOKS_AGAIN_MS: readonly number[] = [20_000, 40_000];",
        replace: "LOOKS_AGAIN_MS: readonly number[] = [];",
      },
    ],
    searches: [{ scenario: "slow-source", faults: ["crash", "crash-done"] }],
  },
  {
    name: "dead-not-freed",
    breaks: "The lease of a request that died is freed at once (DESIGN §6.7, W14).",
    edits: [
      {
        file: "lib/worker/scheduling/free-dead-task.ts",
        find: "  if (!read) return false;\n",
        replace: "  if (read === undefined || read.task >= 0) return false;\n",
      },
    ],
    searches: [{ scenario: "one-task", calls: ["send"], faults: ["crash"] }],
  },
];
