import type { Actor } from "../actor.ts";
import type { World } from "../world.ts";
import type { Processor } from "./processor.ts";
import type { UnderWay } from "./under-way.ts";

/** How the calls of a port travel. */
export interface PortOptions {
  readonly world: World;
  readonly actor: Actor;
  readonly processor: Processor;
  /** What the caller's processor needs for a request and its answer, in milliseconds of a whole one. */
  readonly cpuMs: number;
  readonly calls: UnderWay;
  /** What the server needs beside the way there and back, in milliseconds. Default: nothing. */
  readonly serverMs?: () => number;
}

/** The port as somebody far away sees it: each call of a method is one call of the world, named as the method. */
export function simulatedPort<P extends object>(port: P, options: PortOptions): P {
  const { world, actor, processor, cpuMs, calls, serverMs } = options;
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      const effect = async (args: unknown[]): Promise<unknown> => {
        if (serverMs) await world.timer(world.actor("server"), serverMs());
        return Reflect.apply(member, target, args);
      };
      return (...args: unknown[]): Promise<unknown> =>
        calls.during(async () => {
          await processor.take(cpuMs);
          return world.call(actor, String(name), args, () => effect(args));
        });
    },
  });
}
