import { validateValue } from "../../../lib/connect/index.ts";
import { decodeSchema, decodeValue } from "../neutral-decoder.ts";
import { inPhase } from "../outcome.ts";
import type { Vector } from "../vector.ts";

/** `ConnectSchema.validateValue`. */
export async function schemaValidateOp(input: Vector["in"]): Promise<unknown> {
  const { schema, value } = await inPhase("decode", () => {
    const schema = decodeSchema(input["schema"]);
    return { schema, value: decodeValue(input["value"], schema) };
  });
  return inPhase("apply", () => {
    if (schema) validateValue(schema, value);
    return true;
  });
}
