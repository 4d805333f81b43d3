import { BigDecimal } from "./big-decimal.ts";
import { Instant } from "./instant.ts";
import { Numeric } from "./numeric.ts";
import type { Schema } from "./schema.ts";
import { StructValue } from "./struct-value.ts";

/** Whether two schemas agree in every attribute, nested schemas included (`ConnectSchema.equals`). */
export function isEqualSchema(a: Schema | null | undefined, b: Schema | null | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  return (
    a.type === b.type &&
    a.optional === b.optional &&
    a.name === b.name &&
    a.version === b.version &&
    a.doc === b.doc &&
    isEqualValue(a.parameters, b.parameters) &&
    isEqualValue(a.defaultValue, b.defaultValue) &&
    isEqualSchema(a.keySchema, b.keySchema) &&
    isEqualSchema(a.valueSchema, b.valueSchema) &&
    a.fields.length === b.fields.length &&
    a.fields.every((field, i) => field.name === b.fields[i]?.name && isEqualSchema(field.schema, b.fields[i].schema))
  );
}

/** Whether two values of Connect's data model are equal. */
export function isEqualValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Instant && b instanceof Instant) return a.epochMillis === b.epochMillis;
  if (a instanceof BigDecimal && b instanceof BigDecimal) return a.unscaled === b.unscaled && a.scale === b.scale;
  if (a instanceof Numeric && b instanceof Numeric) return a.type === b.type && Object.is(a.value, b.value);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return a.length === b.length && a.every((x, i) => x === b[i]);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, i) => isEqualValue(x, b[i]));
  if (a instanceof Map && b instanceof Map) return isEqualMap(a, b);
  if (a instanceof StructValue && b instanceof StructValue) {
    return (
      isEqualSchema(a.schema, b.schema) &&
      a.schema.fields.every(({ index }) => isEqualValue(a.at(index) ?? null, b.at(index) ?? null))
    );
  }
  return false;
}

function isEqualMap(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  const others = [...b];
  return [...a].every(([key, value]) => {
    if (typeof key !== "object" && b.has(key)) return isEqualValue(value, b.get(key));
    const found = others.findIndex(([otherKey]) => isEqualValue(key, otherKey));
    const [other] = found < 0 ? [] : others.splice(found, 1);
    return other !== undefined && isEqualValue(value, other[1]);
  });
}
