import { ConnectError } from "../../../connect/index.ts";

/** SQLSTATE classes and codes after which the same may work: connection, resources, shutdown, conflict, lock. */
const transientState = /^(08|53|57P0[1-3]|40|55P03)/;
/** Node's codes of a network that may come back. */
const transientNetwork = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
]);

/** An error of `pg` in one sentence, with what was being done; never holds a password, which `pg` keeps to itself. */
export function postgresError(doing: string, error: unknown): ConnectError {
  if (error instanceof ConnectError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = messageOf(error);
  const retriable =
    transientState.test(code) ||
    transientNetwork.has(code) ||
    (code === "57014" && message.includes("statement timeout")) ||
    // The driver's own words. The server's may quote a name, such as that of a column "timeout".
    (code === "" && /timeout|terminated|not queryable/i.test(message));
  return new ConnectError(`${doing}: ${message}`, { cause: error, retriable });
}

/** Several addresses of a host fail together: then the first tells what is wrong. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
