import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { spawnSync } from "node:child_process";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { readTemplate } from "../../../cdk/template.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "sluice-app-"));
afterAll(() => rmSync(folder, { recursive: true }));

const good = "name=lines\nconnector.class=FileStreamSource\nfile=/data/lines.txt\ntopic=lines\n";
const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);

/** What `cdk synth` starts. */
function synth({ bundling = false, ownFunctions = "" } = {}): { status: number | null; stderr: string } {
  const context = {
    "sluice:connectors": folder,
    "sluice:worker": path.join(folder, "worker.cfg"),
    "sluice:own-functions": ownFunctions,
    "aws:cdk:bundling-stacks": bundling ? ["**"] : [],
  };
  return spawnSync(process.execPath, ["cdk/app.ts"], {
    encoding: "utf8",
    env: { ...process.env, CDK_OUTDIR: path.join(folder, "out"), CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
}

describe("the app", { timeout: 30_000 }, () => {
  beforeEach(() => write("lines.properties", good));

  test("takes the connectors dropped into its folder", () => {
    expect(synth()).toMatchObject({ status: 0, stderr: "" });
  });

  test("gives the connectors that the context names a function of their own, and only those", () => {
    write("apart.properties", good.replace("name=lines", "name=apart"));
    const result = synth({ ownFunctions: "apart" });
    rmSync(path.join(folder, "apart.properties"));
    expect(result).toMatchObject({ status: 0, stderr: "" });
    const file: unknown = JSON.parse(readFileSync(path.join(folder, "out", "Sluice.template.json"), "utf8"));
    const { connectors, functions } = readTemplate(file);
    expect(functions).toHaveLength(4);
    expect(functions).toContain(connectors["apart"]?.["sluice.function"]);
    expect(connectors["lines"]).toMatchObject({ name: "lines", topic: "lines" });
    expect(connectors["lines"]).not.toHaveProperty("sluice.function");
  });

  test("fails with one sentence, no stack trace, when a dropped-in configuration is wrong", () => {
    write("lines.properties", good.replace("FileStreamSource", "FileStreamSink"));
    const { status, stderr } = synth();
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Connector lines: Invalid value FileStreamSink for configuration connector\.class: .*\n$/);
  });

  test("fails before the functions are bundled", () => {
    write("lines.properties", good.replace("FileStreamSource", "FileStreamSink"));
    expect(synth({ bundling: true }).stderr).toMatch(/^Connector lines: [^\n]*\n$/);
  });

  test("fails with one sentence when two files declare the same connector", () => {
    write("again.properties", good);
    const { status, stderr } = synth({ bundling: true });
    rmSync(path.join(folder, "again.properties"));
    expect(status).toBe(1);
    expect(stderr).toBe(
      "again.properties and lines.properties both declare the connector lines: give one another name.\n",
    );
  });

  test("fails with one sentence when a file is no connector", () => {
    write("lines.properties", "connector.class=FileStreamSource\n");
    expect(synth()).toMatchObject({
      status: 1,
      stderr: 'lines.properties has no "name": every connector needs one.\n',
    });
  });

  test("fails with one sentence when a file's ending is misspelled", () => {
    write("lines.propertes", "name=lines\n");
    const result = synth();
    rmSync(path.join(folder, "lines.propertes"));
    expect(result).toMatchObject({
      status: 1,
      stderr: "lines.propertes is no connector file: end its name with .properties or .json, or move it away.\n",
    });
  });

  test("fails with one sentence when the worker configuration is wrong", () => {
    write("worker.cfg", "bootstrap.servers=broker:9092\nkey.converter=JsonConverter\n");
    expect(synth()).toMatchObject({
      status: 1,
      stderr: 'Worker configuration: Missing required configuration "value.converter" which has no default value.\n',
    });
  });
});
