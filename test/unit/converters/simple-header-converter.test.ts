import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ConnectError, FLOAT32_SCHEMA, INT16_SCHEMA, INT8_SCHEMA, SchemaBuilder } from "../../../lib/connect/index.ts";
import { simpleHeaderConverter } from "../../../lib/converters/index.ts";
import { converterContract, sameText } from "../../contracts/converter.ts";
import { anySchema, anything } from "./arbitrary-data.ts";

const shorts = SchemaBuilder.array(INT16_SCHEMA).build();

converterContract({
  plugin: simpleHeaderConverter,
  samples: [
    sameText("née"),
    { schema: null, value: 5, readAs: { schema: INT8_SCHEMA, value: 5 } },
    { schema: FLOAT32_SCHEMA, value: 1.5, readAs: { schema: FLOAT32_SCHEMA, value: 1.5 } },
    { schema: null, value: [1, 300], readAs: { schema: shorts, value: [1, 300] } },
  ],
  refuses: { schema: null, value: { a: 1 } },
});

const converter = simpleHeaderConverter.create({}, "header");

test("any text is a header, and none makes reading fail", () => {
  const likely = fc.string({ unit: fc.constantFrom(...'[]{},:"\\ 1290.eE+-TZtruefalsnul'.split("")), maxLength: 30 });
  fc.assert(
    fc.property(fc.oneof(likely, fc.string({ unit: "binary" })), (text) => {
      converter.toConnectHeader("t", "h", Buffer.from(text, "utf8"));
    }),
    { numRuns: 500 },
  );
});

test("throws typed errors only, whatever it has to write", () => {
  fc.assert(
    fc.property(fc.option(anySchema), anything, (schema, value) => {
      try {
        converter.fromConnectHeader("t", "h", schema, value);
      } catch (error) {
        expect(error).toBeInstanceOf(ConnectError);
      }
    }),
  );
});
