import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** An item as DynamoDB returns it. The functions below read its attributes as what they are meant to be. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** What the adapter writes. Every number is an integer below 2^53. */
export type Value = string | number | boolean | null | Uint8Array | Readonly<Record<string, string | number>>;

export function toAttribute(value: Value): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (value instanceof Uint8Array) return { B: value };
  return { M: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toAttribute(member)])) };
}

export function text(item: Attributes, name: string): string {
  return item[name]?.S ?? missing(item, name);
}

export function optionalText(item: Attributes, name: string): string | undefined {
  return item[name]?.S;
}

export function number(item: Attributes, name: string): number {
  return optionalNumber(item, name) ?? missing(item, name);
}

export function optionalNumber(item: Attributes, name: string): number | undefined {
  const digits = item[name]?.N;
  return digits === undefined ? undefined : Number(digits);
}

export function bytes(item: Attributes, name: string): Uint8Array {
  return item[name]?.B ?? missing(item, name);
}

/** An attribute that is one of a few words. */
export function oneOf<T extends string>(item: Attributes, name: string, words: readonly T[]): T {
  return optionalOneOf(item, name, words) ?? missing(item, name);
}

export function optionalOneOf<T extends string>(item: Attributes, name: string, words: readonly T[]): T | undefined {
  const found = optionalText(item, name);
  return words.find((word) => word === found);
}

export function stringMap(item: Attributes, name: string): Record<string, string> {
  const members = item[name]?.M ?? {};
  return Object.fromEntries(Object.keys(members).map((member) => [member, text(members, member)]));
}

function missing(item: Attributes, name: string): never {
  const key = [item["connector"]?.S, item["item"]?.S, item["partition"]?.S].filter((part) => part !== undefined);
  throw new Error(`The DynamoDB item ${key.join("/")} has no usable ${name}: it was changed by another program`);
}
