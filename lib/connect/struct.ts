import { DataError } from "./errors.ts";
import type { Field, Schema } from "./schema.ts";
import { StructValue } from "./struct-value.ts";
import { validateStruct, validateValue } from "./validate-value.ts";

/** A record of named values that fit a STRUCT schema (`org.apache.kafka.connect.data.Struct`, connect.md §2.5). */
export class Struct extends StructValue {
  override readonly schema: Schema;
  readonly #values: unknown[];

  /** @throws DataError if the schema is no STRUCT. */
  constructor(schema: Schema) {
    super();
    if (schema.type !== "STRUCT") throw new DataError(`A Struct needs a schema of type STRUCT, not ${schema.type}`);
    this.schema = schema;
    // oxlint-disable-next-line unicorn/no-new-array -- one allocation of the right size: a struct is made a record
    this.#values = new Array<unknown>(schema.fields.length).fill(null);
  }

  /**
   * Takes values in the order of the schema's fields without checking them: for connectors that build the schema and
   * the values from the same description. Anything else goes through `put`.
   */
  static ofValidated(schema: Schema, values: readonly unknown[]): Struct {
    const struct = new Struct(schema);
    for (let i = 0; i < values.length; i++) struct.#values[i] = values[i];
    return struct;
  }

  /**
   * Null is refused for a required field even if it has a default: leave it out, as Kafka Connect demands.
   *
   * @throws DataError if there is no such field or the value does not fit its schema.
   */
  put(field: string, value: unknown): this {
    const { index, schema, name } = this.#field(field);
    validateValue(schema, value, name);
    this.#values[index] = value ?? null;
    return this;
  }

  /** The value, or the schema's default where the value is null. @throws DataError if there is no such field. */
  get(field: string): unknown {
    const { index, schema } = this.#field(field);
    return this.#values[index] ?? schema.defaultValue ?? null;
  }

  /** The value as it was put, null if it never was. @throws DataError if there is no such field. */
  getWithoutDefault(field: string): unknown {
    return this.#values[this.#field(field).index];
  }

  /** What converters use, once a field is found by name: no default, no look-up. */
  override at(index: number): unknown {
    return this.#values[index];
  }

  /** @throws DataError if a field that is required and has no default is null, or a value does not fit. */
  validate(): void {
    validateStruct(this);
  }

  #field(name: string): Field {
    const field = this.schema.field(name);
    if (!field) throw new DataError(`"${name}" is not a field of the struct ${this.schema.name ?? "(without a name)"}`);
    return field;
  }
}
