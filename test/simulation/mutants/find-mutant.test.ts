import { describe, expect, test } from "vitest";
import { findMutant, isFound } from "./find-mutant.ts";
import { mutantCalled } from "./list.ts";
import type { Edit, Mutant } from "./mutant.ts";
import { mutantTable } from "./mutant-table.ts";

const CHECKPOINT = "lib/worker/checkpoint.ts";

/** Code that is changed, looked for where one fault is enough. */
const changed = (...edits: readonly Edit[]): Mutant => ({
  name: "changed",
  breaks: "Nothing.",
  edits,
  searches: [{ scenario: "one-task", seeds: [1], calls: ["send"], faults: ["fails"] }],
});

test("a mutant that stores offsets too early is found, and its history says how", { timeout: 60_000 }, async () => {
  const result = await findMutant(mutantCalled("checkpoint-before-ack"));
  expect(isFound(result)).toBe(true);
  expect(result.finding?.violation.rule).toBe("checkpoint beyond the log");
  expect(result.history).toContain("checkpoint beyond the log");
  expect(mutantTable([result])).toContain(result.finding?.run.split(" ")[0]);
});

test("code that does the same is not found", { timeout: 60_000 }, async () => {
  const result = await findMutant(changed({ file: CHECKPOINT, find: "#moved = false;", replace: "#moved = !1;" }));
  expect(isFound(result)).toBe(false);
  expect(result.runs).toBeGreaterThan(1);
  expect(mutantTable([result])).toContain("NOT FOUND");
});

describe("a mutant is refused", () => {
  test.each([
    [
      "whose text the code does not have",
      { file: CHECKPOINT, find: "no such text", replace: "" },
      "must occur once in",
    ],
    [
      "whose file the simulation does not use",
      { file: "lib/adapters/sqlite/task-store.ts", find: "import", replace: "import" },
      "which the simulation does not use",
    ],
    [
      "that fails in another way than by a broken rule",
      { file: CHECKPOINT, find: "const size = worker.tasks.maxPartitions;", replace: "const size = nothing.at.all;" },
      "nothing is not defined",
    ],
  ])("%s", { timeout: 60_000 }, async (_, edit, message) => {
    await expect(findMutant(changed(edit))).rejects.toThrow(message);
  });
});
