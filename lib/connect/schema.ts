/** The types of Connect's data model (`org.apache.kafka.connect.data.Schema.Type`). */
export type SchemaType =
  | "INT8"
  | "INT16"
  | "INT32"
  | "INT64"
  | "FLOAT32"
  | "FLOAT64"
  | "BOOLEAN"
  | "STRING"
  | "BYTES"
  | "ARRAY"
  | "MAP"
  | "STRUCT";

/** One member of a STRUCT schema. */
export interface Field {
  readonly name: string;
  /** Position in the struct, from 0. */
  readonly index: number;
  readonly schema: Schema;
}

/**
 * Describes a value. Immutable; made by `SchemaBuilder` or taken from the constants in `schemas.ts`.
 * A value without schema has the schema `null` ("schemaless").
 */
export interface Schema {
  readonly type: SchemaType;
  /** Whether null is a value of this schema. */
  readonly optional: boolean;
  /** What stands in for null; `undefined`: there is no default. */
  readonly defaultValue: unknown;
  /** Name of the struct, or of a logical type such as `org.apache.kafka.connect.data.Timestamp`. */
  readonly name: string | undefined;
  readonly version: number | undefined;
  readonly doc: string | undefined;
  /** In the order in which they were set. Empty: none. */
  readonly parameters: ReadonlyMap<string, string>;
  /** STRUCT only; else empty. */
  readonly fields: readonly Field[];
  /** MAP only. */
  readonly keySchema: Schema | undefined;
  /** MAP and ARRAY only. */
  readonly valueSchema: Schema | undefined;
  /** The field with that name, if this is a STRUCT that has it. */
  field(name: string): Field | undefined;
}

/** A value and the schema that describes it; `schema: null` for a schemaless value. */
export interface SchemaAndValue {
  readonly schema: Schema | null;
  readonly value: unknown;
}
