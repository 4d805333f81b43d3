import type { LogFields, Logger } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";
import type { World } from "../world.ts";

/**
 * Log lines as lines of the history, where one is kept. Code that fails by a mistake in it, whoever catches that, ends
 * the run.
 */
export function historyLogger(world: World, actor: Actor): Logger {
  const note = (message: string, _fields?: LogFields, error?: unknown): void => {
    world.note(actor.name, message);
    const mistake = mistakeIn(error);
    if (mistake) world.violate("unexpected error", `${actor.name}: ${mistake.stack ?? mistake.message}`);
  };
  const logger: Logger = { debug: () => undefined, info: note, warn: note, error: note, child: () => logger };
  return logger;
}

/** The first of the error and its causes that no input and no fault explains. */
function mistakeIn(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const isMistake = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  return isMistake ? error : mistakeIn(error.cause);
}
