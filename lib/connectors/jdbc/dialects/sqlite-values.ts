import {
  BigDecimal,
  DataError,
  dateSchema,
  decimalSchema,
  Instant,
  MILLIS_PER_DAY,
  type Schema,
  SchemaBuilder,
  timestampSchema,
} from "../../../connect/index.ts";
import type { JdbcConfig } from "../config-def.ts";
import { parseTimestamp } from "../database-time.ts";
import type { ColumnDescription, ColumnMapping, ResultColumn } from "../dialect.ts";

type Read = ColumnMapping["read"];

/** How a column of SQLite becomes Connect's, by the type that `sqliteType` gave it. */
export function mapSqliteColumn(
  { type }: ResultColumn,
  described: ColumnDescription | undefined,
  config: JdbcConfig,
): ColumnMapping {
  const nullable = described?.nullable ?? true;
  const mapping = (builder: SchemaBuilder, read: Read): ColumnMapping => ({ schema: finish(builder, nullable), read });
  const wide = config["sqlite.wide.types"];
  const [kind = "", scale] = type.split(":");
  switch (kind) {
    case "integer32":
      return wide ? mapping(SchemaBuilder.int64(), readLong) : mapping(SchemaBuilder.int32(), readInt("INT32", 31n));
    case "integer64":
    case "int64":
    case "any-int64":
      return mapping(SchemaBuilder.int64(), readLong);
    case "int32":
      return mapping(SchemaBuilder.int32(), readInt("INT32", 31n));
    case "int16":
      return mapping(SchemaBuilder.int16(), readInt("INT16", 15n));
    case "boolean":
      return mapping(SchemaBuilder.boolean(), (raw) => readLong(raw) !== 0n);
    case "real":
      return wide
        ? mapping(SchemaBuilder.float64(), readDouble)
        : mapping(SchemaBuilder.float32(), (raw) => Math.fround(readDouble(raw)));
    case "float64":
    case "any-float64":
      return mapping(SchemaBuilder.float64(), readDouble);
    case "bytes":
    case "any-bytes":
      return mapping(SchemaBuilder.bytes(), (raw) => (raw instanceof Uint8Array ? raw : Buffer.from(readText(raw))));
    case "date":
      return mapping(dateSchema(), readDate);
    case "timestamp":
      return mapping(timestampSchema(), readInstant);
    case "decimal":
      return mapping(decimalSchema(Number(scale)), (raw) => BigDecimal.parse(readText(raw)).withScale(Number(scale)));
    default:
      return mapping(SchemaBuilder.string(), readText);
  }
}

const finish = (builder: SchemaBuilder, nullable: boolean): Schema =>
  nullable ? builder.optional().build() : builder.build();

const unfit = (raw: unknown): DataError => new DataError(`SQLite holds it as ${storageClass(raw)}`);

function storageClass(raw: unknown): string {
  if (raw instanceof Uint8Array) return "BLOB";
  return typeof raw === "string" ? "TEXT" : "REAL";
}

function readLong(raw: unknown): bigint {
  if (typeof raw !== "bigint") throw unfit(raw);
  return raw;
}

function readInt(type: string, bits: bigint): Read {
  return (raw) => {
    const value = readLong(raw);
    if (value >= 1n << bits || value < -(1n << bits)) throw new DataError(`${value} is too large for ${type}`);
    return Number(value);
  };
}

function readDouble(raw: unknown): number {
  if (typeof raw === "number") return raw;
  const value = Number(readLong(raw));
  if (!Number.isSafeInteger(value)) throw new DataError(`${String(raw)} has no exact FLOAT64`);
  return value;
}

function readText(raw: unknown): string {
  if (typeof raw === "string") return raw;
  if (typeof raw === "number" || typeof raw === "bigint") return String(raw);
  throw unfit(raw);
}

/** Integers are milliseconds since 1970-01-01 UTC, as sqlite-jdbc writes them. */
const readInstant: Read = (raw) => (typeof raw === "bigint" ? new Instant(raw) : parseTimestamp(readText(raw)));

function readDate(raw: unknown): Instant {
  const instant = typeof raw === "bigint" ? new Instant(raw) : parseTimestamp(readText(raw));
  if (instant.epochMillis % MILLIS_PER_DAY !== 0n) throw new DataError("it is a date with a time of day");
  return instant;
}
