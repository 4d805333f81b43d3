import type { Actor } from "../actor.ts";
import type { World } from "../world.ts";
import type { SourceTables } from "./source-tables.ts";

/** What the simulated source of one invocation stands on. */
export interface SourceParts {
  readonly world: World;
  readonly actor: Actor;
  readonly tables: SourceTables;
  /** How often polls have failed as `fail.at` wants it, by connector and table. */
  readonly failures: Map<string, number>;
}
