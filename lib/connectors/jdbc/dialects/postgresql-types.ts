import { DataError, dateSchema, SchemaBuilder, timeSchema, timestampSchema } from "../../../connect/index.ts";
import type { JdbcConfig } from "../config-def.ts";
import { parseTime, parseTimestamp } from "../database-time.ts";
import type { ColumnDescription, ColumnMapping, ResultColumn } from "../dialect.ts";
import { numericMapping } from "../numeric-mapping.ts";

interface TypeMapping {
  readonly schema: SchemaBuilder;
  readonly read: (text: string) => unknown;
}

const text = (): TypeMapping => ({ schema: SchemaBuilder.string(), read: (value) => value });

/** Types by their object identifier in PostgreSQL's catalogue (connectors.md §1.9). Anything else is left out. */
const types: Readonly<Record<string, (modifier: number, config: JdbcConfig) => TypeMapping>> = {
  16: () => ({ schema: SchemaBuilder.boolean(), read: (value) => value === "t" }),
  17: () => ({ schema: SchemaBuilder.bytes(), read: (value) => Buffer.from(value.slice(2), "hex") }),
  18: text,
  19: text,
  20: () => ({ schema: SchemaBuilder.int64(), read: BigInt }),
  21: () => ({ schema: SchemaBuilder.int16(), read: Number }),
  23: () => ({ schema: SchemaBuilder.int32(), read: Number }),
  25: text,
  26: () => ({ schema: SchemaBuilder.int64(), read: BigInt }),
  114: text,
  142: text,
  700: () => ({ schema: SchemaBuilder.float32(), read: (value) => Math.fround(Number(value)) }),
  701: () => ({ schema: SchemaBuilder.float64(), read: Number }),
  790: () => ({ schema: SchemaBuilder.float64(), read: readMoney }),
  1042: text,
  1043: text,
  1082: () => ({ schema: dateSchema(), read: parseTimestamp }),
  1083: () => ({ schema: timeSchema(), read: parseTime }),
  1114: () => ({ schema: timestampSchema(), read: parseTimestamp }),
  1184: () => ({ schema: timestampSchema(), read: parseTimestamp }),
  1266: () => ({ schema: timeSchema(), read: parseTime }),
  1560: bits,
  1700: numeric,
  2950: text,
  3802: text,
};

/** How a column of PostgreSQL becomes Connect's; undefined for types that Connect has no match for. */
export function mapPostgresColumn(
  { type }: ResultColumn,
  described: ColumnDescription | undefined,
  config: JdbcConfig,
): ColumnMapping | undefined {
  const [oid = "", modifier] = type.split(":");
  const mapping = described?.type === "e" ? text() : types[oid]?.(Number(modifier), config);
  if (!mapping) return undefined;
  const { schema, read } = mapping;
  if (described?.nullable ?? true) schema.optional();
  return {
    schema: schema.build(),
    read(raw) {
      if (typeof raw !== "string") throw new DataError("the driver gave it in another form than text");
      return read(raw);
    },
  };
}

/** One bit is a boolean, up to eight are an INT8, more are bytes, the first bit the highest. */
function bits(length: number): TypeMapping {
  if (length === 1) return { schema: SchemaBuilder.boolean(), read: (value) => value === "1" };
  if (length <= 8) {
    return { schema: SchemaBuilder.int8(), read: (value) => (Number.parseInt(value, 2) << 24) >> 24 };
  }
  return {
    schema: SchemaBuilder.bytes(),
    read: (value) =>
      Buffer.from(
        value
          .padEnd(Math.ceil(length / 8) * 8, "0")
          .match(/.{8}/g)
          ?.map((byte) => Number.parseInt(byte, 2)) ?? [],
      ),
  };
}

/** The modifier of NUMERIC holds precision and scale (11 bits, signed); -1: neither was declared. */
function numeric(modifier: number, config: JdbcConfig): TypeMapping {
  if (modifier < 0) return numericMapping(undefined, config["numeric.default.scale"], config);
  const packed = modifier - 4;
  return numericMapping((packed >> 16) & 0xffff, ((packed & 0x7ff) ^ 0x400) - 0x400, config);
}

/** Text as in `-$1,234.56`: all locales with a point as decimal mark. */
function readMoney(value: string): number {
  const plain = value.replace(/[$,\s]/g, "").replace(/^\((.*)\)$/, "-$1");
  const number = Number(plain);
  if (plain === "" || Number.isNaN(number)) throw new DataError("its currency format (lc_monetary) is not understood");
  return number;
}
