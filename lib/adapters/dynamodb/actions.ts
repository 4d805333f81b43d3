import type { ConditionCheck, Delete, Put, Update } from "@aws-sdk/client-dynamodb";
import { toAttribute, type Value } from "./attributes.ts";
import type { Key } from "./table-layout.ts";

interface Target {
  readonly table: string;
  readonly key: Key;
}

/** Expressions name attributes as `#name` and values as `:name`; a value that no expression names is left out. */
interface Conditional {
  readonly condition?: string;
  readonly values?: Readonly<Record<string, Value>>;
}

export type ItemUpdate = Update & { readonly TableName: string; readonly Key: Key };

/** An update of one item, for a request of its own or within a transaction. */
export function update({
  table,
  key,
  set,
  ...conditional
}: Target & Conditional & { readonly set: string }): ItemUpdate {
  return { TableName: table, Key: key, UpdateExpression: set, ...expressions(set, conditional) };
}

export function conditionCheck({ table, key, ...conditional }: Target & Conditional & { readonly condition: string }) {
  const { condition } = conditional;
  return {
    TableName: table,
    Key: key,
    ConditionExpression: condition,
    ...expressions("", conditional),
  } satisfies ConditionCheck;
}

/** A whole item in the place of whatever is there. An undefined value is left out of the item. */
export function put({
  table,
  key,
  item,
  ...conditional
}: Target & Conditional & { readonly item: Readonly<Record<string, Value | undefined>> }): Put {
  const attributes = { ...key };
  for (const [name, value] of Object.entries(item)) {
    if (value !== undefined) attributes[name] = toAttribute(value);
  }
  return { TableName: table, Item: attributes, ...expressions("", conditional) };
}

export function remove({ table, key, ...conditional }: Target & Conditional): Delete {
  return { TableName: table, Key: key, ...expressions("", conditional) };
}

function expressions(set: string, { condition, values = {} }: Conditional) {
  const used = new Set(`${set} ${condition ?? ""}`.match(/[#:]\w+/g));
  const names = [...used].filter((name) => name.startsWith("#")).map((name) => [name, name.slice(1)] as const);
  const named = Object.entries(values).filter(([name]) => used.has(`:${name}`));
  return {
    ...(condition === undefined
      ? {}
      : { ConditionExpression: condition, ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const }),
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
    ...(named.length > 0 && {
      ExpressionAttributeValues: Object.fromEntries(named.map(([name, value]) => [`:${name}`, toAttribute(value)])),
    }),
  };
}
