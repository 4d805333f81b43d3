/** Members that say nothing to somebody who looks for what went wrong. */
const LEFT_OUT = new Set([
  "connector",
  "connector.class",
  "name",
  "uid",
  "hash",
  "declaredBy",
  "workerId",
  "trace",
  "config",
]);

/** An argument or an answer as text, without what is the same everywhere. */
export function shortened(value: unknown): string {
  if (value instanceof Error) return value.message;
  if (value === undefined) return "done";
  if (typeof value === "string") return value;
  return JSON.stringify(value, plain)?.replaceAll(/\\?"/g, "") ?? typeof value;
}

function plain(key: string, value: unknown): unknown {
  if (LEFT_OUT.has(key)) return undefined;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  return value;
}
