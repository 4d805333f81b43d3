import type { Schema } from "./schema.ts";

/**
 * What a Struct is to those that only read it: a schema and one value a field, by index. Validation and equality see
 * no more of a Struct than this, so that Struct itself can be built on them.
 */
export abstract class StructValue {
  abstract readonly schema: Schema;
  /** The value of the field at that index as it was put; null if it never was. */
  abstract at(index: number): unknown;
}
