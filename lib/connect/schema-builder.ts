import { SchemaBuilderError } from "./errors.ts";
import type { Field, Schema, SchemaType } from "./schema.ts";
import { validateValue } from "./validate-value.ts";

class BuiltSchema implements Schema {
  readonly type: SchemaType;
  readonly optional: boolean;
  readonly defaultValue: unknown;
  readonly name: string | undefined;
  readonly version: number | undefined;
  readonly doc: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly fields: readonly Field[];
  readonly keySchema: Schema | undefined;
  readonly valueSchema: Schema | undefined;
  readonly #fieldByName: ReadonlyMap<string, Field>;

  constructor(schema: Omit<Schema, "field">) {
    this.type = schema.type;
    this.optional = schema.optional;
    this.defaultValue = schema.defaultValue;
    this.name = schema.name;
    this.version = schema.version;
    this.doc = schema.doc;
    this.parameters = schema.parameters;
    this.fields = schema.fields;
    this.keySchema = schema.keySchema;
    this.valueSchema = schema.valueSchema;
    this.#fieldByName = new Map(schema.fields.map((field) => [field.name, field]));
    Object.freeze(this);
  }

  field(name: string): Field | undefined {
    return this.#fieldByName.get(name);
  }
}

/**
 * Builds a schema, attribute by attribute (Kafka Connect's `SchemaBuilder`, connect.md §2.4). What is set can't be set
 * to something else.
 *
 * @example
 * SchemaBuilder.struct().name("employees").field("id", INT64_SCHEMA).field("note", OPTIONAL_STRING_SCHEMA).build();
 */
export class SchemaBuilder {
  readonly #type: SchemaType;
  readonly #keySchema: Schema | undefined;
  readonly #valueSchema: Schema | undefined;
  readonly #parameters = new Map<string, string>();
  readonly #fields: Field[] = [];
  #optional: boolean | undefined;
  #name: string | undefined;
  #version: number | undefined;
  #doc: string | undefined;
  #defaultValue: unknown;

  /** @throws SchemaBuilderError if it is an ARRAY or MAP and the schemas of its parts are missing. */
  constructor(type: SchemaType, keySchema?: Schema | null, valueSchema?: Schema | null, untyped = false) {
    if (type === "ARRAY" && !valueSchema && !untyped) {
      throw new SchemaBuilderError("An ARRAY schema needs the schema of its elements");
    }
    if (type === "MAP" && !(keySchema && valueSchema) && !untyped) {
      throw new SchemaBuilderError("A MAP schema needs the schemas of its keys and of its values");
    }
    this.#type = type;
    this.#keySchema = keySchema ?? undefined;
    this.#valueSchema = valueSchema ?? undefined;
  }

  static int8(): SchemaBuilder {
    return new SchemaBuilder("INT8");
  }
  static int16(): SchemaBuilder {
    return new SchemaBuilder("INT16");
  }
  static int32(): SchemaBuilder {
    return new SchemaBuilder("INT32");
  }
  static int64(): SchemaBuilder {
    return new SchemaBuilder("INT64");
  }
  static float32(): SchemaBuilder {
    return new SchemaBuilder("FLOAT32");
  }
  static float64(): SchemaBuilder {
    return new SchemaBuilder("FLOAT64");
  }
  static boolean(): SchemaBuilder {
    return new SchemaBuilder("BOOLEAN");
  }
  static string(): SchemaBuilder {
    return new SchemaBuilder("STRING");
  }
  static bytes(): SchemaBuilder {
    return new SchemaBuilder("BYTES");
  }
  static array(valueSchema: Schema): SchemaBuilder {
    return new SchemaBuilder("ARRAY", undefined, valueSchema);
  }
  static map(keySchema: Schema, valueSchema: Schema): SchemaBuilder {
    return new SchemaBuilder("MAP", keySchema, valueSchema);
  }
  /**
   * An ARRAY or MAP without the schema of its elements, keys or values: what is left when text is parsed whose parts
   * have nothing in common. No value can be validated against it.
   */
  static untyped(type: "ARRAY" | "MAP", keySchema?: Schema, valueSchema?: Schema): SchemaBuilder {
    return new SchemaBuilder(type, keySchema, valueSchema, true);
  }
  static struct(): SchemaBuilder {
    return new SchemaBuilder("STRUCT");
  }

  /** Allows null. */
  optional(): this {
    this.#setOnce("optional", this.#optional, true);
    this.#optional = true;
    return this;
  }

  /** Refuses null, which is also what a schema does of which nothing is said. */
  required(): this {
    this.#setOnce("optional", this.#optional, false);
    this.#optional = false;
    return this;
  }

  /**
   * What stands in for null, checked against what has been set so far; null for an optional schema: no default.
   * Kafka Connect's builder takes no default for a STRUCT, so neither does this one.
   *
   * @throws SchemaBuilderError if it does not fit.
   */
  default(value: unknown): this {
    this.#setOnce("default", this.#defaultValue, value);
    if (this.#type === "STRUCT" && value !== null) {
      throw new SchemaBuilderError("A STRUCT schema can't have a default: give its fields theirs");
    }
    try {
      validateValue(this.build(), value);
    } catch (cause) {
      throw new SchemaBuilderError(`The default does not fit its own schema of type ${this.#type}`, { cause });
    }
    this.#defaultValue = value ?? undefined;
    return this;
  }

  name(name: string): this {
    this.#setOnce("name", this.#name, name);
    this.#name = name;
    return this;
  }

  version(version: number): this {
    this.#setOnce("version", this.#version, version);
    this.#version = version;
    return this;
  }

  doc(doc: string): this {
    this.#setOnce("doc", this.#doc, doc);
    this.#doc = doc;
    return this;
  }

  parameter(name: string, value: string): this {
    this.#setOnce(`parameter "${name}"`, this.#parameters.get(name), value);
    this.#parameters.set(name, value);
    return this;
  }

  parameters(parameters: ReadonlyMap<string, string>): this {
    for (const [name, value] of parameters) this.parameter(name, value);
    return this;
  }

  /** Adds a field at the end of a STRUCT. */
  field(name: string, schema: Schema): this {
    if (this.#type !== "STRUCT") throw new SchemaBuilderError(`A schema of type ${this.#type} cannot have fields`);
    if (!name) throw new SchemaBuilderError("A field needs a name");
    if (this.#fields.some((field) => field.name === name)) {
      throw new SchemaBuilderError(`The struct already has a field named "${name}"`);
    }
    this.#fields.push(Object.freeze({ name, index: this.#fields.length, schema }));
    return this;
  }

  build(): Schema {
    return new BuiltSchema({
      type: this.#type,
      optional: this.#optional ?? false,
      defaultValue: this.#defaultValue,
      name: this.#name,
      version: this.#version,
      doc: this.#doc,
      parameters: new Map(this.#parameters),
      fields: [...this.#fields],
      keySchema: this.#keySchema,
      valueSchema: this.#valueSchema,
    });
  }

  #setOnce(attribute: string, present: unknown, value: unknown): void {
    if (present !== undefined && present !== value)
      throw new SchemaBuilderError(`The schema's ${attribute} is already set to another value`);
  }
}
