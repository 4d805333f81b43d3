import * as z from "zod/mini";
import { ConfigError } from "../lib/connect/index.ts";

/**
 * The names of the connectors that get a function of their own, from the app's context `sluice:own-functions`: a list in
 * `cdk.json`, or names separated by commas.
 *
 * @throws ZodError if it is neither; ConfigError if one is not among the connectors: misspelled, it would run in the shared function in silence.
 */
export function ownFunctions(context: unknown, connectors: readonly { readonly name: string }[]): ReadonlySet<string> {
  const given: unknown = typeof context === "string" ? context.split(",") : (context ?? []);
  const names = new Set(
    z
      .array(z.string())
      .parse(given)
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  );
  for (const name of names) {
    if (connectors.some((connector) => connector.name === name)) continue;
    throw new ConfigError(
      `The context sluice:own-functions names ${name}, but there is no such connector: correct it, or add its file to the folder of connectors.`,
    );
  }
  return names;
}
