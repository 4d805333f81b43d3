import type { Logger } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";
import { silentLogger } from "../silent-logger.ts";
import type { World } from "../world.ts";

/** Log lines as lines of the history; silent where no history is kept. */
export function historyLogger(world: World, actor: Actor): Logger {
  if (!world.history) return silentLogger;
  const note = (message: string): void => world.note(actor.name, message);
  const logger: Logger = { debug: () => undefined, info: note, warn: note, error: note, child: () => logger };
  return logger;
}
