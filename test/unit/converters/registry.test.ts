import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import * as registry from "../../../lib/converters/index.ts";
import packageJson from "../../../package.json" with { type: "json" };

describe.each(Object.entries(registry))("%s", (name, plugin) => {
  test("is called by the contract suite", () => {
    const file = `${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.test.ts`;
    const text = readFileSync(path.join(import.meta.dirname, file), "utf8");
    expect(text).toMatch(new RegExp(`converterContract\\(\\{\\s*plugin: ${name}\\b`));
  });

  test("explains every key, in sentences", () => {
    for (const [key, { doc }] of Object.entries(plugin.config.keys)) expect(doc, key).toMatch(/^.{12,}\.$/su);
  });

  test("has the version of the package", () => {
    expect(plugin.version).toBe(packageJson.version);
  });
});

test("no two converters share a name", () => {
  const names = Object.values(registry).map((plugin) => plugin.className);
  expect(new Set(names).size).toBe(names.length);
});
