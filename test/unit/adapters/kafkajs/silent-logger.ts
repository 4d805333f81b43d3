import type { Logger } from "../../../../lib/ports/index.ts";

/** For what a test does not look at. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};
