import * as fc from "fast-check";
import {
  BigDecimal,
  dateSchema,
  decimalSchema,
  Instant,
  type Schema,
  SchemaBuilder,
  type SchemaType,
  scaleOf,
  Struct,
  timeSchema,
  timestampSchema,
} from "../../../lib/connect/index.ts";

/** Any UTF-16 code unit, so that halves of surrogate pairs come up too. */
const text = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 80 });
const name = fc.oneof(fc.constantFrom("id", "a b", "é", "__proto__", "schema", '"'), text.filter(Boolean));

const primitives: readonly SchemaType[] = [
  "INT8",
  "INT16",
  "INT32",
  "INT64",
  "FLOAT32",
  "FLOAT64",
  "BOOLEAN",
  "STRING",
  "BYTES",
];

const leafBuilder = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...primitives).map((type) => () => new SchemaBuilder(type)) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 12 }).map((scale) => () => decimalSchema(scale)) },
  { weight: 1, arbitrary: fc.constantFrom(dateSchema, timeSchema, timestampSchema) },
);

const attributes = fc.record({
  optional: fc.boolean(),
  doc: fc.option(text, { nil: undefined }),
  parameter: fc.option(fc.tuple(name, text), { nil: undefined }),
});

const described = (builders: fc.Arbitrary<() => SchemaBuilder>): fc.Arbitrary<Schema> =>
  fc.tuple(builders, attributes).map(([begin, { optional, doc, parameter }]) => {
    const builder = begin();
    if (optional) builder.optional();
    if (doc !== undefined) builder.doc(doc);
    if (parameter && parameter[0] !== "scale") builder.parameter(...parameter);
    return builder.build();
  });

/** Keys of maps that JavaScript and Java tell apart in the same way. */
const keySchema = fc
  .constantFrom<SchemaType>("STRING", "INT32", "INT64", "BOOLEAN")
  .map((type) => new SchemaBuilder(type).build());

/** Schemas of every type, up to some levels deep. */
export const anySchema: fc.Arbitrary<Schema> = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    described(leafBuilder),
    described(tie("schema").map((items) => () => SchemaBuilder.array(items))),
    described(
      fc.tuple(keySchema, tie("schema")).map(
        ([key, value]) =>
          () =>
            SchemaBuilder.map(key, value),
      ),
    ),
    described(
      fc
        .uniqueArray(fc.tuple(name, tie("schema")), { selector: ([field]) => field, maxLength: 5 })
        .map((fields) => () => {
          const builder = SchemaBuilder.struct();
          for (const [field, schema] of fields) builder.field(field, schema);
          return builder;
        }),
    ),
  ),
})).schema;

/** Values of a schema that JSON can give back: JSON has no NaN, no infinity and no negative zero. */
export function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  return schema.optional ? fc.option(presentValueOf(schema), { freq: 4 }) : presentValueOf(schema);
}

const integer = (bits: number): fc.Arbitrary<number> =>
  fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const instant = (millis: fc.Arbitrary<bigint>): fc.Arbitrary<Instant> => millis.map((value) => new Instant(value));
const positiveZero = (value: number): number => value + 0;

function presentValueOf(schema: Schema): fc.Arbitrary<unknown> {
  switch (schema.name) {
    case "org.apache.kafka.connect.data.Decimal":
      return fc
        .bigInt({ min: -(10n ** 40n), max: 10n ** 40n })
        .map((unscaled) => new BigDecimal(unscaled, scaleOf(schema)));
    case "org.apache.kafka.connect.data.Date":
      return instant(integer(32).map((days) => BigInt(days) * 86_400_000n));
    case "org.apache.kafka.connect.data.Time":
      return instant(fc.bigInt({ min: 0n, max: 86_400_000n }));
    case "org.apache.kafka.connect.data.Timestamp":
      return instant(int64);
    case undefined:
    default:
      return valueOfType(schema);
  }
}

function valueOfType(schema: Schema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case "INT8":
      return integer(8);
    case "INT16":
      return integer(16);
    case "INT32":
      return integer(32);
    case "INT64":
      return int64;
    case "FLOAT32":
      return fc.float({ noNaN: true, noDefaultInfinity: true }).map(positiveZero);
    case "FLOAT64":
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map(positiveZero);
    case "BOOLEAN":
      return fc.boolean();
    case "STRING":
      return text;
    case "BYTES":
      return fc.uint8Array({ maxLength: 100 });
    case "ARRAY":
      return fc.array(partOf(schema.valueSchema), { maxLength: 4 });
    case "MAP":
      return fc
        .array(fc.tuple(partOf(schema.keySchema), partOf(schema.valueSchema)), { maxLength: 4 })
        .map((entries) => new Map(entries));
    case "STRUCT":
      return fc.tuple(...schema.fields.map((field) => valueOf(field.schema))).map((values) => structOf(schema, values));
    default:
      return schema.type satisfies never;
  }
}

const partOf = (schema: Schema | undefined): fc.Arbitrary<unknown> => (schema ? valueOf(schema) : fc.constant(null));

function structOf(schema: Schema, values: readonly unknown[]): Struct {
  const struct = new Struct(schema);
  for (const field of schema.fields) struct.put(field.name, values[field.index]);
  return struct;
}

/** Whatever a careless author may hand over. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({ withBigInt: true, withMap: true, withTypedArray: true, withNullPrototype: true }),
  fc.constantFrom(new BigDecimal(5n, 40), new Instant(2n ** 70n), Symbol("x"), () => 1),
  anySchema.chain(valueOf),
);
