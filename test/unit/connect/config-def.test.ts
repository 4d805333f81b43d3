import { describe, expect, expectTypeOf, test } from "vitest";
import {
  ConfigDef,
  ConfigError,
  configDocs,
  type ConfigOf,
  nonEmptyString,
  oneOf,
  oneOfIgnoringCase,
  type Password,
  range,
} from "../../../lib/connect/index.ts";

const definition = new ConfigDef({
  file: { type: "STRING", validator: nonEmptyString, importance: "HIGH", doc: "The file." },
  "batch.size": { type: "INT", default: 2000, validator: range({ min: 1 }), importance: "LOW", doc: "How many." },
  mode: {
    type: "STRING",
    default: "bulk",
    validator: oneOf("bulk", "incrementing"),
    importance: "HIGH",
    doc: "How | why.",
  },
  format: { type: "STRING", default: null, validator: oneOfIgnoringCase("A", "B"), importance: "LOW", doc: "Which." },
  tables: { type: "LIST", default: [], importance: "LOW", doc: "Which tables." },
  "poll.ms": { type: "LONG", default: 5000n, importance: "LOW", doc: "How long." },
  password: { type: "PASSWORD", default: null, validator: nonEmptyString, importance: "HIGH", doc: "Secret." },
  "task.tables": { type: "STRING", default: null, importance: "LOW", doc: "Set for tasks.", internal: true },
});

describe("ConfigDef", () => {
  test("gives typed values, defaults filled in, unknown keys left out", () => {
    expect(definition.parse({ file: " a.txt ", "batch.size": "5", tables: "a , b", nope: "x" })).toEqual({
      file: "a.txt",
      "batch.size": 5,
      mode: "bulk",
      format: null,
      tables: ["a", "b"],
      "poll.ms": 5000n,
      password: null,
      "task.tables": null,
    });
  });

  test("knows the type of every value", () => {
    expectTypeOf<ConfigOf<typeof definition>>().toEqualTypeOf<{
      readonly file: string;
      readonly "batch.size": number;
      readonly mode: "bulk" | "incrementing";
      readonly format: string | null;
      readonly tables: readonly string[];
      readonly "poll.ms": bigint;
      readonly password: Password | null;
      readonly "task.tables": string | null;
    }>();
    expectTypeOf(definition.parse({ file: "f" })).toEqualTypeOf<ConfigOf<typeof definition>>();
    // @ts-expect-error -- a default must be of the key's type
    expect(new ConfigDef({ a: { type: "INT", default: "5", importance: "LOW", doc: "Wrong." } })).toBeDefined();
  });

  test("names every mistake at once", () => {
    const parse = (): unknown => definition.parse({ "batch.size": "0", mode: "x", format: "c", "poll.ms": "1.5" });
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(
      [
        'Missing required configuration "file" which has no default value.',
        "Invalid value 0 for configuration batch.size: Value must be at least 1",
        "Invalid value x for configuration mode: String must be one of: bulk, incrementing",
        "Invalid value c for configuration format: String must be one of (case insensitive): A, B",
        "Invalid value 1.5 for configuration poll.ms: Not a number of type LONG",
      ].join("\n"),
    );
  });

  test("takes null where the default is null, and nowhere else", () => {
    expect(definition.parse({ file: "f", format: null, password: null })).toMatchObject({
      format: null,
      password: null,
    });
    expect(() => definition.parse({ file: null })).toThrow("Invalid value null for configuration file");
    expect(() => definition.parse({ file: "f", mode: null })).toThrow("configuration mode: It must not be null");
  });

  test("never shows a secret", () => {
    const { password } = definition.parse({ file: "f", password: "s3cret" });
    expect(password?.value).toBe("s3cret");
    expect(`${password?.toString()} ${JSON.stringify({ password })}`).toBe('[hidden] {"password":"[hidden]"}');
    const values = definition.validate({ file: "f", password: "s3cret" });
    expect(values.find(({ name }) => name === "password")).toMatchObject({ value: "[hidden]", errors: [] });
    expect(JSON.stringify(values)).not.toContain("s3cret");
    const secretInt = new ConfigDef({
      pin: { type: "PASSWORD", validator: nonEmptyString, importance: "HIGH", doc: "." },
    });
    expect(secretInt.validate({ pin: "" })[0]?.errors[0]).toContain("Invalid value [hidden] for configuration pin");
  });

  test("validates in its own order, and hides what is internal", () => {
    const values = definition.validate({ file: "f" });
    expect(values.map(({ name }) => name)).toEqual(Object.keys(definition.keys));
    expect(values.find(({ name }) => name === "task.tables")?.visible).toBe(false);
    expect(values.find(({ name }) => name === "mode")?.recommendedValues).toEqual(["bulk", "incrementing"]);
    expect(values.find(({ name }) => name === "poll.ms")?.value).toBe("5000");
  });

  test("tells the keys that it does not know", () => {
    const props = { file: "f", "batch.sise": "1", "connection.x": "y", constructor: "z" };
    expect(definition.unknownKeys(props, ["connection."])).toEqual(["batch.sise", "constructor"]);
    const prototype = new ConfigDef({ toString: { type: "STRING", importance: "LOW", doc: "." } });
    expect(prototype.validate({})[0]?.errors).toHaveLength(1);
  });

  test("joins two definitions", () => {
    const both = definition.with(
      new ConfigDef({ more: { type: "BOOLEAN", default: false, importance: "LOW", doc: "." } }),
    );
    expectTypeOf(both.parse({ file: "f" }).more).toEqualTypeOf<boolean>();
    expect(both.parse({ file: "f", more: "TRUE" })).toMatchObject({ file: "f", more: true });
  });

  test("is documented as a table", () => {
    const docs = configDocs(definition);
    expect(docs).toContain("| `file` | string | **required** | non-empty string | The file. |");
    expect(docs).toContain("| `mode` | string | `bulk` | [bulk, incrementing] | How \\| why. |");
    expect(docs).not.toContain("task.tables");
  });
});
