import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { mutants } from "../../../simulation/mutants/list.ts";
import { edited } from "../../../simulation/mutants/plant.ts";
import { scenarios } from "../../../simulation/scenarios/index.ts";

const root = path.join(import.meta.dirname, "../../../..");

test.each(mutants.map(({ name, edits }) => [name, edits] as const))("%s still fits the code", (_, edits) => {
  const texts = new Map<string, string>();
  for (const edit of edits) {
    const before = texts.get(edit.file) ?? readFileSync(path.join(root, edit.file), "utf8");
    const after = edited(before, edit);
    expect(after).not.toBe(before);
    texts.set(edit.file, after);
  }
});

test("mutants have names of their own, each with a place to look for it", () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  expect(mutants.filter(({ searches }) => searches.length === 0)).toEqual([]);
});

test.each([
  ["no part of it", 0],
  ["a part. a part.", 2],
])("text %j is refused: it has what is replaced %d times", (text, times) => {
  const edit = { file: "lib/a.ts", find: "a part.", replace: "nothing" };
  expect(() => edited(text, edit)).toThrow(`This must occur once in lib/a.ts, and occurs ${times} times:\na part.`);
});

test("every planted bug and scenario that PROTOCOL.md names is there", () => {
  const page = readFileSync(path.join(root, "lib/worker/PROTOCOL.md"), "utf8");
  const named = [...page.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, name = ""]) => name);
  expect(named).toContain("no-barrier");
  const known = new Set<string>([...mutants, ...scenarios].map(({ name }) => name));
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
