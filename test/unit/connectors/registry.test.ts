import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { configDocs } from "../../../lib/connect/index.ts";
import * as registry from "../../../lib/connectors/index.ts";
import packageJson from "../../../package.json" with { type: "json" };

const root = path.join(import.meta.dirname, "../../..");
const tests = globSync("test/{unit,integration}/connectors/**/*.test.ts", { cwd: root })
  .map((file) => readFileSync(path.join(root, file), "utf8"))
  .join("\n");
const readmes = globSync("lib/connectors/*/README.md", { cwd: root }).map((file) =>
  readFileSync(path.join(root, file), "utf8"),
);

describe.each(Object.entries(registry))("%s", (name, plugin) => {
  test("is called by the contract suite", () => {
    expect(tests).toMatch(new RegExp(`describeSourceConnector\\(\\s*"[^"]+",\\s*${name},`));
  });

  test("explains every key that users see, in sentences", () => {
    for (const [key, { doc, internal }] of Object.entries(plugin.config.keys)) {
      if (!internal) expect(doc, key).toMatch(/^.{12,}\.$/su);
    }
  });

  test("has its keys in a README.md, as they are now", () => {
    const readme = readmes.find((text) => text.includes(plugin.className));
    expect(readme).toBeDefined();
    expect(readme).toContain(configDocs(plugin.config));
  });

  test("has the version of the package", () => {
    expect(plugin.version).toBe(packageJson.version);
  });

  test("gives a new connector and a new task at every call", async () => {
    const classes = await plugin.load();
    expect(classes.createConnector()).not.toBe(classes.createConnector());
    expect(classes.createTask()).not.toBe(classes.createTask());
  });
});

test("no two connectors share a name", () => {
  const names = Object.values(registry).flatMap(({ className, aliases }) => [className].concat(aliases));
  expect(new Set(names).size).toBe(names.length);
});
