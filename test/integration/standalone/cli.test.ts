import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  type AtEnd,
  startStandalone,
  temporaryFolder,
  workerFile,
  writeFiles,
} from "../../support/standalone-process.ts";

const lines = "name=lines\nconnector.class=FileStreamSource\nfile=<DIR>/in.txt\ntopic=t\n";

async function run(atEnd: AtEnd, worker: string | undefined, files: Record<string, string>, args: string[] = []) {
  const folder = temporaryFolder(atEnd);
  if (worker !== undefined) writeFiles(folder, { "worker.properties": worker });
  const connectors = writeFiles(folder, files);
  const process = startStandalone([path.join(folder, "worker.properties"), ...connectors, ...args], atEnd);
  return { code: await process.exit, output: process.output(), folder };
}

test("no arguments: usage, exit code 1", async ({ onTestFinished }) => {
  const standalone = startStandalone([], onTestFinished);
  expect(await standalone.exit).toBe(1);
  expect(standalone.output()).toContain("worker.properties");
});

describe("what the worker can't start with has exit code 2", () => {
  test.for<[string, string | undefined, RegExp]>([
    ["no worker file", undefined, /worker file .*worker\.properties can't be read \(ENOENT\)/],
    ["no key.converter", workerFile({ "key.converter": undefined }), /Missing required configuration "key.converter"/],
    [
      "no offset file",
      workerFile({ "offset.storage.file.filename": undefined }),
      /Missing required configuration "offset.storage.file.filename"/,
    ],
    [
      "an unknown converter",
      workerFile({ "value.converter": "org.example.No" }),
      /Invalid value org.example.No for configuration value.converter: there is no such class/,
    ],
    [
      "a number that is none",
      workerFile({ "offset.flush.interval.ms": "soon" }),
      /Invalid value soon for configuration offset.flush.interval.ms: Not a number of type LONG/,
    ],
  ])("%s", async ([, worker, message], { onTestFinished }) => {
    const { code, output } = await run(onTestFinished, worker, { "c.properties": lines });
    expect(output).toMatch(message);
    expect(output).not.toContain("    at ");
    expect(code).toBe(2);
  });

  test("an offset file that is Java's is refused and left as it is", async ({ onTestFinished }) => {
    const folder = temporaryFolder(onTestFinished);
    const file = path.join(folder, "offsets.db");
    const java = Buffer.from("aced0005737200116a6176612e7574696c2e486173684d6170", "hex");
    writeFileSync(file, java);
    const [worker = ""] = writeFiles(folder, { "worker.properties": workerFile() });
    const standalone = startStandalone([worker], onTestFinished);
    expect(await standalone.exit).toBe(2);
    expect(standalone.output()).toMatch(/offset\.storage\.file\.filename.*Java/);
    expect(readFileSync(file)).toEqual(java);
  });

  test("a second worker on the same offset file is refused, the first goes on", async ({ onTestFinished }) => {
    const folder = temporaryFolder(onTestFinished);
    const [worker = ""] = writeFiles(folder, { "worker.properties": workerFile() });
    const first = startStandalone([worker], onTestFinished);
    await first.until(/The worker has started/);
    const second = startStandalone([worker], onTestFinished);
    expect(await second.exit).toBe(2);
    expect(second.output()).toMatch(/offset\.storage\.file\.filename is .*another worker/);
    first.child.kill("SIGTERM");
    expect(await first.exit).toBe(143);
  });
});

describe("a connector file that is refused has exit code 3, and names file or connector, key and value", () => {
  test.for<[string, Record<string, string>, RegExp, string[]?]>([
    ["not there", {}, /connector file .*absent\.properties can't be read \(ENOENT\)/, ["absent.properties"]],
    ["empty", { "c.properties": "" }, /c\.properties has no "name"/],
    ["broken JSON", { "c.json": '{"name":"a","config":{' }, /c\.json is not a JSON file/],
    ["JSON of another shape", { "c.json": "[]" }, /c\.json must hold one JSON object/],
    ["an object as value", { "c.json": '{"name":"a","x":{"a":1}}' }, /c\.json has a list or an object as "x"/],
    [
      "an unknown state",
      { "c.json": '{"name":"a","config":{},"initial_state":"SLEEPING"}' },
      /unknown "initial_state"/,
    ],
    ["two names", { "c.json": '{"name":"a","config":{"name":"b"}}' }, /names the connector "a", but its config says/],
    [
      "one name twice",
      { "a.properties": lines, "b.properties": lines },
      /b\.properties: connector lines already exists/,
    ],
    ["no class", { "c.properties": "name=lines\ntopic=t\n" }, /Missing required configuration "connector.class"/],
    [
      "an unknown class",
      { "c.properties": lines.replace("FileStreamSource", "FileStreamSorce") },
      /Connector lines: Invalid value FileStreamSorce for configuration connector.class: .*did you mean FileStreamSource\?/,
    ],
    [
      "a wrong value",
      { "c.properties": `${lines}tasks.max=0\n` },
      /Connector lines: Invalid value 0 for configuration tasks.max: Value must be at least 1/,
    ],
    [
      "a required key missing",
      { "c.properties": lines.replace("topic=t\n", "") },
      /Connector lines: Missing required configuration "topic" which has no default value/,
    ],
  ])("%s", async ([, files, message, args = []], { onTestFinished }) => {
    const { code, output } = await run(onTestFinished, workerFile(), files, args);
    expect(output).toMatch(message);
    expect(output).not.toContain("    at ");
    expect(code).toBe(3);
  });
});

describe("what is accepted runs until it is asked to end", () => {
  const json = { name: "lines", "connector.class": "FileStreamSource", file: "/nowhere", topic: "t", "tasks.max": 2 };
  test.for<[string, Record<string, string>]>([
    ["properties", { "c.properties": lines }],
    ["a flat JSON map, numbers in it", { "c.json": JSON.stringify(json) }],
    ["a create request", { "c.json": JSON.stringify({ name: "lines", config: json, initial_state: "STOPPED" }) }],
    ["JSON in a file called .properties", { "c.properties": JSON.stringify(json) }],
    ["no connector", {}],
  ])("%s", async ([, files], { onTestFinished }) => {
    const folder = temporaryFolder(onTestFinished);
    const [worker = "", ...connectors] = writeFiles(folder, { "worker.properties": workerFile(), ...files });
    const standalone = startStandalone([worker, ...connectors], onTestFinished);
    await standalone.until(/The worker has started/);
    standalone.child.kill("SIGTERM");
    expect(await standalone.exit).toBe(143);
  });

  test("a key that nothing knows gets one warning", async ({ onTestFinished }) => {
    const folder = temporaryFolder(onTestFinished);
    const files = { "worker.properties": workerFile({ "ofset.flush": "1" }), "c.properties": `${lines}tpic=x\n` };
    const standalone = startStandalone(writeFiles(folder, files), onTestFinished);
    await standalone.until(/The worker has started/);
    expect(standalone.output()).toMatch(/WARN.*ofset\.flush is not known/);
    expect(standalone.output().match(/WARN.*tpic is not known/g)).toHaveLength(1);
    standalone.child.kill("SIGINT");
    expect(await standalone.exit).toBe(130);
  });
});

test("a task that Kafka keeps waiting ends within task.shutdown.graceful.timeout.ms", async ({ onTestFinished }) => {
  const folder = temporaryFolder(onTestFinished);
  writeFiles(folder, { "in.txt": "one\n" });
  const worker = workerFile({ "task.shutdown.graceful.timeout.ms": "300" });
  const args = writeFiles(folder, { "worker.properties": worker, "c.properties": lines });
  const standalone = startStandalone(args, onTestFinished);
  await standalone.until(/The worker has started/);
  await new Promise((resolve) => setTimeout(resolve, 500));
  standalone.child.kill("SIGTERM");
  const killed = performance.now();
  expect(await standalone.exit).toBe(143);
  expect(performance.now() - killed).toBeLessThan(10_000);
});

test("a dry run prints the task and the first records, and writes nothing", async ({ onTestFinished }) => {
  const folder = temporaryFolder(onTestFinished);
  const [worker = "", connector = ""] = writeFiles(folder, {
    "worker.properties": workerFile(),
    "c.properties": lines,
    "in.txt": "one\ntwo\nthree\nfour\n",
  });
  mkdirSync(path.join(folder, "nothing"));
  const standalone = startStandalone([worker, connector, "--dry-run"], onTestFinished);
  expect(await standalone.exit).toBe(0);
  expect(standalone.output()).toMatch(/lines: 1 task[^]*t {2}null {2}one\n[^]*two\n[^]*three\n/);
  expect(standalone.output()).not.toContain("four");
  expect(() => readFileSync(path.join(folder, "offsets.db"))).toThrow("ENOENT");
});
