import os from "node:os";

/** The part of `process` that is used here. */
interface Signals {
  on(signal: "SIGINT" | "SIGTERM", listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): never;
}

/** A terminal and a parent may both pass one Ctrl-C on. */
const ONE_PRESS_MS = 500;

/**
 * An abort signal for SIGINT and SIGTERM, and the exit code that says which came: 0 if none did. The second signal ends
 * the process at once.
 */
export function signalOf(process: Signals): { readonly signal: AbortSignal; exitCode(): number } {
  const controller = new AbortController();
  let code = 0;
  let first = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    if (!controller.signal.aborted) {
      first = performance.now();
      code = 128 + os.constants.signals[name];
      controller.abort();
    } else if (performance.now() - first > ONE_PRESS_MS) process.exit(code);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return { signal: controller.signal, exitCode: () => code };
}
