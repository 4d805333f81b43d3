import { describe, expect, test } from "vitest";
import { parseConnectorFile, parsePropertiesFile } from "../../../../lib/worker/config/connector-file.ts";

describe("a connector file", () => {
  test("may be a properties file with Java's escapes and continuations", () => {
    const text = "# comment\nname = lines\ntopic:a\\u0062c\nfiles=one,\\\n  two\nempty=\n";
    expect(parseConnectorFile("lines.properties", text)).toEqual({
      name: "lines",
      config: { name: "lines", topic: "abc", files: "one,two", empty: "" },
      initialState: "RUNNING",
    });
  });

  test("may be a flat JSON object", () => {
    expect(parseConnectorFile("lines.json", '{"name": "lines", "topic": "t"}')).toEqual({
      name: "lines",
      config: { name: "lines", topic: "t" },
      initialState: "RUNNING",
    });
  });

  test("may be a create request", () => {
    const text = '{"name": "lines", "config": {"topic": "t"}, "initial_state": "PAUSED"}';
    expect(parseConnectorFile("lines.json", text)).toEqual({
      name: "lines",
      config: { name: "lines", topic: "t" },
      initialState: "PAUSED",
    });
  });

  test("keeps numbers and booleans as they are written, and null", () => {
    const text = '{"name": "n", "a": 1.50, "b": true, "c": 9007199254740993, "d": null}';
    expect(parseConnectorFile("n.json", text).config).toEqual({
      name: "n",
      a: "1.50",
      b: "true",
      c: "9007199254740993",
      d: null,
    });
  });

  test.each([
    ["x.json", "{", /^x\.json is not a JSON file: /],
    ["x.json", "[]", /^x\.json must hold one JSON object\.$/],
    ["x.json", '{"config": {}}', /^x\.json has no "name" beside its "config"\.$/],
    ["x.json", '{"topic": "t"}', /^x\.json has no "name": every connector needs one\.$/],
    [
      "x.json",
      '{"name": "a", "config": {"name": "b"}}',
      /^x\.json names the connector "a", but its config says name "b"\.$/,
    ],
    ["x.json", '{"name": "a", "topics": ["t"]}', /^x\.json has a list or an object as "topics"/],
    ["x.json", '{"name": "a", "config": {}, "initial_state": "ON"}', /^x\.json has an unknown "initial_state"/],
    ["x.properties", "topic=t", /^x\.properties has no "name": every connector needs one\.$/],
  ])("%s with %s is refused", (file, text, message) => {
    expect(() => parseConnectorFile(file, text)).toThrow(message);
  });
});

test("a properties file keeps the last of two values", () => {
  expect(parsePropertiesFile("worker.properties", "a=1\na=2\n")).toEqual({ a: "2" });
});
