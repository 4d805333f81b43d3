import { randomBytes } from "node:crypto";
import type { Ids } from "../../ports/ids.ts";

/** Names from the operating system's source of randomness. */
export const systemIds: Ids = { next: () => randomBytes(16).toString("hex") };
