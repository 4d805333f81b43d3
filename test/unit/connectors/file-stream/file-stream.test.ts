import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path, { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SourceRecord } from "../../../../lib/connect/index.ts";
import { fileStreamSource } from "../../../../lib/connectors/index.ts";
import {
  ConnectorHarness,
  describeSourceConnector,
  drain,
  validationErrors,
} from "../../../contracts/source-connector.ts";

const folder = mkdtempSync(join(tmpdir(), "file-stream-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
const newFile = (text?: string | Uint8Array): string => {
  const file = join(folder, `${count++}.txt`);
  if (text !== undefined) writeFileSync(file, text);
  return file;
};
const configFor = (file: string): Record<string, string> => ({ name: "lines", file, topic: "t" });

const brief = (records: readonly SourceRecord[]): unknown[] =>
  records.map((record) => [record.value, record.sourceOffset?.["position"]]);

describeSourceConnector("FileStreamSource", fileStreamSource, () => {
  const file = newFile("one\r\nzwei é\n\n日本\rlast\nnot yet");
  return { config: { ...configFor(file), "batch.size": "2" }, add: () => appendFileSync(file, " but now\n") };
});

describe("FileStreamSource", () => {
  let harness: ConnectorHarness;
  beforeEach(() => {
    harness = new ConnectorHarness(fileStreamSource);
  });
  afterEach(() => harness.stop());

  test("writes a line as a required string with its file, its position and the time", async () => {
    const file = newFile("a\n");
    const [record] = await drain(await harness.start(configFor(file)));
    expect(record).toMatchObject({
      sourcePartition: { filename: file },
      sourceOffset: { position: 2n },
      topic: "t",
      keySchema: null,
      key: null,
      valueSchema: { type: "STRING", optional: false },
      value: "a",
      timestamp: BigInt(harness.clock.now()),
    });
  });

  test("one task, however many are allowed", async () => {
    expect(await harness.taskConfigs(configFor("f"), 5)).toEqual([configFor("f")]);
  });

  test("holds the last line back until it has an end", async () => {
    const file = newFile("a\nb");
    const task = await harness.start(configFor(file));
    expect(brief(await drain(task))).toEqual([["a", 2n]]);
    appendFileSync(file, "c");
    expect(await task.poll()).toBeNull();
    appendFileSync(file, "\r");
    expect(await task.poll()).toBeNull();
    appendFileSync(file, "\nd\n");
    expect(brief(await drain(task))).toEqual([
      ["bc", 6n],
      ["d", 8n],
    ]);
  });

  test("hands over batch.size lines at once and the others without the file growing", async () => {
    const task = await harness.start({ ...configFor(newFile("a\nb\nc\nd\ne\n")), "batch.size": "2" });
    const sizes = [];
    for (let batch = await task.poll(); batch; batch = await task.poll()) sizes.push(batch.records.length);
    expect(sizes).toEqual([2, 2, 1]);
  });

  test("reads lines that are longer than one read, and many of them", async () => {
    const text = Array.from({ length: 500 }, (_, i) => `${i} ${"äb".repeat(i * 3)}`);
    const records = await drain(await harness.start(configFor(newFile(`${text.join("\n")}\n`))));
    expect(records.map((record) => record.value)).toEqual(text);
  });

  test("waits for a file that comes later and warns of it once", async () => {
    const file = newFile();
    const task = await harness.start(configFor(file));
    expect(await task.poll()).toBeNull();
    expect(await task.poll()).toBeNull();
    expect(harness.warnings).toEqual([`The file ${file} does not exist; it will be read once it does`]);
    writeFileSync(file, "a\n");
    expect(brief(await drain(task))).toEqual([["a", 2n]]);
  });

  test.each([
    ["while it reads", true],
    ["between two invocations", false],
  ])("starts at the beginning, with a warning, when the file was truncated %s", async (_, running) => {
    const file = newFile("first\nsecond\nhalf");
    let task = await harness.start(configFor(file));
    harness.offsets.checkpoint(await drain(task));
    if (!running) await task.stop();
    truncateSync(file);
    appendFileSync(file, "new\n");
    if (!running) task = await harness.start(configFor(file));
    expect(brief(await drain(task))).toEqual([["new", 4n]]);
    expect(harness.warnings.join()).toContain(`${file} is shorter than what has been read of it`);
  });

  test("fails clearly when the file can't be read", async () => {
    const task = await harness.start(configFor(folder));
    await expect(task.poll()).rejects.toThrow(`The file ${folder} (configuration file) can't be read: EISDIR`);
  });

  test("delivers what stands before a line that is too long, then fails", async () => {
    const task = await harness.start({ ...configFor(newFile("a\nb\n123456\nc\n")), "max.line.bytes": "5" });
    expect(brief((await task.poll())?.records ?? [])).toEqual([
      ["a", 2n],
      ["b", 4n],
    ]);
    await expect(task.poll()).rejects.toThrow("the line at byte 4 is longer than 5 bytes: raise max.line.bytes");
  });

  test.each([["abc"], [-1n], [1.5], [true]])("refuses the stored position %s", async (position) => {
    const file = newFile("a\n");
    harness.offsets.set({ filename: file }, { position });
    await expect(harness.start(configFor(file))).rejects.toThrow(`position ${position}, which is no number of bytes`);
  });

  test("goes on after an offset that Kafka Connect wrote", async () => {
    const file = newFile("ab\ncd\n");
    harness.offsets.set({ filename: file }, { position: 3 });
    expect(brief(await drain(await harness.start(configFor(file))))).toEqual([["cd", 6n]]);
  });

  test("names what is wrong with a configuration", () => {
    expect(validationErrors(fileStreamSource, { topic: "", "batch.size": "0" })).toEqual([
      "Invalid value  for configuration topic: String may not be empty",
      "Invalid value 0 for configuration batch.size: Value must be at least 1",
    ]);
  });

  test("reads standard input, without positions, when no file is named", async () => {
    const script = `
      import { fileStreamSource } from ${JSON.stringify(path.resolve("lib/connectors/index.ts"))};
      const task = (await fileStreamSource.load()).createTask();
      await task.start({ topic: "t" }, { clock: { now: () => 1 } });
      for (let found = 0; found < 2; ) {
        const batch = await task.poll();
        for (const { value, sourcePartition, sourceOffset } of batch?.records ?? []) {
          found++;
          console.log(JSON.stringify([value, sourcePartition, sourceOffset]));
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await task.stop();`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
    let output = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    child.stdin.write("one\ntwo");
    child.stdin.end("\n");
    await once(child, "close");
    expect(output).toBe('["one",{"filename":null},{"position":null}]\n["two",{"filename":null},{"position":null}]\n');
  });
});
