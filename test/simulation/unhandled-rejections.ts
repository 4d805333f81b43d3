import type { World } from "./world.ts";

/** A promise whose rejection nobody handles would end a function's process: it breaks a rule of the run under way. */
export function watchRejections(world: World): Disposable {
  const onRejection = (reason: unknown): void => {
    const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    world.violate("unhandled rejection", text);
  };
  process.on("unhandledRejection", onRejection);
  return { [Symbol.dispose]: () => void process.off("unhandledRejection", onRejection) };
}
