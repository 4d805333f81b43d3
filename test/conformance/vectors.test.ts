import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { report } from "./report.ts";
import { readVectors, type Vector } from "./vector.ts";

const files = globSync(join(import.meta.dirname, "vectors", "*.jsonl"));
const vectorsOf = (name: string): Vector[] => readVectors(join(import.meta.dirname, "vectors", `${name}.jsonl`));

describe("Sluice agrees with Kafka Connect", () => {
  test.each(files.map((file) => [basename(file, ".jsonl"), file] as const))("in %s", async (_, file) => {
    const verdicts = await Promise.all(readVectors(file).map(judge));
    expect(report(verdicts)).toContain(`\n${verdicts.length} agree, 0 disagree\n`);
  });
});

describe("the judge finds", () => {
  const agreeing = (name: string, isWanted: (vector: Vector) => boolean): Vector => {
    const found = vectorsOf(name).find(isWanted);
    if (!found) throw new Error(`no such vector in ${name}`);
    return found;
  };
  const json = agreeing("json-converter", ({ op, error }) => op === "converter.from" && !error);
  const failing = agreeing("json-converter", ({ error }) => error?.phase === "apply");

  test.each<[string, Vector]>([
    ["a wrong byte", { ...json, out: { utf8: "{}" } }],
    ["bytes where there should be none", { ...json, out: { bytes: null } }],
    ["an answer where an error is expected", { ...json, error: { phase: "apply" } }],
    ["an error in the wrong phase", { ...failing, error: { phase: "configure" } }],
    ["an error where an answer is expected", { id: "planted", op: failing.op, in: failing.in, out: { utf8: "1" } }],
    ["a wrong group", { ...agreeing("group-partitions", ({ error }) => !error), out: [["nobody"]] }],
    ["a wrong hash", { ...agreeing("murmur2", () => true), out: { hash: 1, positive: 1, partition: 0 } }],
    ["a wrong verdict on a value", { ...agreeing("schema-validate", ({ error }) => !error), out: false }],
  ])("%s", async (_, planted) => {
    const verdict = await judge(planted);
    expect(verdict.agrees).toBe(false);
    expect(report([verdict])).toMatch(/expected: .*\n {2}got: {6}.*\n(.*\n)*0 agree, 1 disagree\n$/);
  });

  test("what Sluice does not have, and counts it as disagreement", async () => {
    const verdicts = [
      await judge({ id: "a", op: "no.such.op", in: {}, out: null }),
      await judge({ id: "b", op: "converter.from", in: { converter: "avro", schema: null, value: null }, out: null }),
    ];
    expect(report(verdicts)).toContain("no.such.op is not supported");
    expect(report(verdicts)).toContain("avro: 0 agree, 1 disagree, 1 of them not supported");
    expect(report(verdicts)).toMatch(/\n0 agree, 2 disagree\n$/);
  });

  test("an error that nobody threw on purpose, which agrees with nothing", async () => {
    const crash = {
      ...json,
      in: { ...json.in, schema: { type: "no such type" } },
      error: { phase: "decode" } as const,
    };
    const verdict = await judge(crash);
    expect(verdict).toMatchObject({ agrees: false, outcome: { kind: "crash" } });
  });
});
