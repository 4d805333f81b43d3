import os from "node:os";

/** The part of `process` that is used here. */
interface Signals {
  once(signal: "SIGINT" | "SIGTERM", listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): never;
}

/**
 * An abort signal for SIGINT and SIGTERM, and the exit code that says which came: 0 if none did. The second signal ends
 * the process at once.
 */
export function signalOf(process: Signals): { readonly signal: AbortSignal; exitCode(): number } {
  const controller = new AbortController();
  let code = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    code = 128 + os.constants.signals[name];
    controller.abort();
    process.once("SIGINT", () => process.exit(code));
    process.once("SIGTERM", () => process.exit(code));
  };
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  return { signal: controller.signal, exitCode: () => code };
}
