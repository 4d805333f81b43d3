import { onTestFinished } from "vitest";
import { World } from "../world.ts";

/** A world without faults whose time passes by itself, in no time, until the test ends. */
export function drivenWorld(): World {
  const world = new World({ seed: 1, faults: new Map() });
  const pass = (): void => world.at(1, pass);
  pass();
  const running = world.run();
  onTestFinished(async () => {
    world.end();
    await running;
  });
  return world;
}
