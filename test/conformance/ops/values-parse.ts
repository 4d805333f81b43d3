import { parseText } from "../../../lib/connect/index.ts";
import { encodeSchema, encodeValue } from "../neutral-encoder.ts";
import { inPhase } from "../outcome.ts";
import type { Vector } from "../vector.ts";

/** `Values.parseString`. */
export const valuesParseOp = (input: Vector["in"]): Promise<unknown> =>
  inPhase("apply", () => {
    const { schema, value } = parseText(String(input["text"]));
    return { schema: encodeSchema(schema), value: encodeValue(value, schema) };
  });
