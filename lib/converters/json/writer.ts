import { DataError, kindOf } from "../../connect/index.ts";
import type { ByteSlab } from "./byte-slab.ts";

/** Writes one value as JSON. @throws DataError if the value is not what the writer was made for. */
export type JsonWriter = (out: ByteSlab, value: unknown) => void;

/** What a writer throws for a value that does not fit. `where` names the field, or is empty. */
export const misfit = (expected: string, value: unknown, where: string): DataError =>
  new DataError(`JsonConverter can't write a value of kind ${kindOf(value)}${where} as ${expected}`);
