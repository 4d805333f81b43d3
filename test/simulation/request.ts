import { ConnectError } from "../../lib/connect/index.ts";
import type { Actor } from "./actor.ts";
import type { FaultKind } from "./fault.ts";
import { SeededRandom, seedFor } from "./seeded-random.ts";
import type { World } from "./world.ts";

/** A call under way. */
export interface Request<T> {
  readonly call: number;
  /** After how many milliseconds its client gives up waiting for a lost answer. */
  readonly timeoutMs: number;
  /** What it does at the server, in one step. */
  readonly effect: () => T | Promise<T>;
  readonly answer: (value: T) => void;
  readonly refuse: (error: unknown) => void;
}

/** How long an actor stands still, and how late a late effect is, in milliseconds. */
const FREEZE_MS = [20_000, 90_000] as const;
const LATE_MS = [2_000, 120_000] as const;

/** Lets a request travel, take effect and be answered, each of them as the fault has it. */
export function send<T>(world: World, actor: Actor, fault: FaultKind | undefined, request: Request<T>): void {
  // Drawn apart from everything else, so that a fault changes nothing before it takes effect.
  const chance = new SeededRandom(seedFor(world.seed, request.call));
  const { effect } = request;
  const freeze = (): void => {
    actor.frozenUntil = world.now + chance.between(...FREEZE_MS);
    world.note(actor.name, "stands still");
  };
  if (fault === "crash") return world.kill(actor, "crashes");
  if (fault === "held") freeze();
  const travel = Math.max(0, actor.frozenUntil - world.now) + world.latency();
  const arriveLater = (): void =>
    world.stray(travel + chance.between(...LATE_MS), () => {
      world.note(actor.name, `call ${request.call} takes effect`);
      return effect();
    });
  const failAfter = (ms: number, message: string): void =>
    world.deliver(actor, ms, () => request.refuse(new ConnectError(message, { retriable: true })));
  switch (fault) {
    case "never":
      return;
    case "never-done":
      return world.stray(travel, effect);
    case "crash-done":
      world.stray(travel, effect);
      return world.kill(actor, "crashes after the call");
    case "fails":
      return failAfter(travel + world.latency(), "the call failed");
    case "lost":
      world.stray(travel, effect);
      return failAfter(travel + request.timeoutMs, "the answer is missing");
    case "late":
      arriveLater();
      return failAfter(travel + world.latency(), "the connection is broken");
    case "twice":
      arriveLater();
      break;
    case "freeze":
      freeze();
      break;
    case "held":
    case undefined:
      break;
  }
  world.at(travel, () => carryOut(world, actor, request));
}

function carryOut<T>(world: World, actor: Actor, { effect, answer, refuse }: Request<T>): void {
  const back = (act: () => void): void => world.deliver(actor, world.latency(), act);
  void attempt(effect).then(
    (value) => back(() => answer(value)),
    (error: unknown) => back(() => refuse(error)),
  );
}

/** Both what an effect throws and what it rejects with as a rejection. */
export async function attempt<T>(effect: () => T | Promise<T>): Promise<T> {
  return effect();
}
