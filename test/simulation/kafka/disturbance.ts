import type { World } from "../world.ts";
import type { HandledRequest, RequestListener } from "./request-listener.ts";
import type { SimulatedBrokers } from "./simulated-brokers.ts";
import type { SimulatedPartition } from "./simulated-partition.ts";

/** What can happen to a cluster at one of its requests. */
export const DISTURBANCES = [
  /** The node refuses this request as if it did not lead yet, and takes the next one. */
  "refuses",
  /** The other node leads from this request on; Metadata says so at once. */
  "leader-moves",
  /** The other node leads from this request on; Metadata says so 300 ms later. */
  "leader-moves-unheard",
  /** The other node leads for this request only. */
  "leader-moves-and-back",
  /** The batches are in the old leader's log only when the other node begins to lead. */
  "truncates",
  /** As before, but the old leader goes on taking batches for 50 ms. */
  "truncates-later",
  /** The replicas lag: the answer comes 5 s later. */
  "acknowledges-late",
  /** The replicas lag for longer than the client waits. */
  "acknowledges-too-late",
  /** The node dies before it handles the request, and comes back 2 s later. */
  "node-dies",
  /** The node dies with the answer, and comes back 2 s later. */
  "node-dies-done",
  /** Both nodes die, and come back 10 s later. */
  "cluster-dies",
] as const;

export type Disturbance = (typeof DISTURBANCES)[number];

/** Lets things happen at requests, by the number of the request. */
export function disturbAt(world: World, disturbances: ReadonlyMap<number, Disturbance>): RequestListener {
  const act = (acts: Acts, request: HandledRequest, brokers: SimulatedBrokers): void => {
    const disturbance = disturbances.get(request.number);
    if (disturbance) acts[disturbance]?.(new Scene(world, request, brokers));
  };
  return {
    before: (request, brokers) => act(BEFORE, request, brokers),
    after: (request, brokers) => act(AFTER, request, brokers),
  };
}

type Acts = Partial<Record<Disturbance, (scene: Scene) => void>>;

const BEFORE: Acts = {
  refuses: (scene) => scene.each((partition) => (partition.leader = undefined)),
  "leader-moves": (scene) => scene.each((partition) => partition.moveLeader(scene.other)),
  "leader-moves-unheard": (scene) => {
    scene.each((partition) => partition.moveLeader(scene.other, { announce: false }));
    scene.eachAfter(300, (partition) => (partition.announced = partition.leader));
  },
  "leader-moves-and-back": (scene) => scene.each((partition) => partition.moveLeader(scene.other)),
  truncates: (scene) => scene.each((partition) => partition.holdReplication()),
  "truncates-later": (scene) => {
    scene.each((partition) => partition.holdReplication());
    scene.eachAfter(50, (partition) => partition.moveLeader(scene.other));
  },
  "acknowledges-late": (scene) => {
    scene.each((partition) => partition.holdReplication());
    scene.eachAfter(5_000, (partition) => partition.resumeReplication());
  },
  "acknowledges-too-late": (scene) => {
    scene.each((partition) => partition.holdReplication());
    scene.eachAfter(40_000, (partition) => partition.resumeReplication());
  },
  "node-dies": (scene) => scene.stop([scene.node], 2_000),
  "cluster-dies": (scene) => scene.stop([scene.node, scene.other], 10_000),
};

const AFTER: Acts = {
  refuses: (scene) => scene.each((partition) => (partition.leader = partition.announced)),
  "leader-moves-and-back": (scene) => scene.each((partition) => partition.moveLeader(scene.node)),
  truncates: (scene) => scene.each((partition) => partition.moveLeader(scene.other)),
  "node-dies-done": (scene) => scene.stop([scene.node], 2_000),
};

/** A request, the partitions of its batches and the nodes. */
class Scene {
  readonly node: number;
  readonly other: number;
  readonly #world: World;
  readonly #brokers: SimulatedBrokers;
  readonly #partitions: readonly SimulatedPartition[];

  constructor(world: World, { node, batches }: HandledRequest, brokers: SimulatedBrokers) {
    this.node = node;
    this.other = 3 - node;
    this.#world = world;
    this.#brokers = brokers;
    this.#partitions = batches.map(({ topic, partition }) => brokers.partition(topic, partition));
  }

  each(act: (partition: SimulatedPartition) => void): void {
    for (const partition of this.#partitions) act(partition);
  }

  eachAfter(ms: number, act: (partition: SimulatedPartition) => void): void {
    this.#world.at(ms, () => this.each(act));
  }

  /** Stops the nodes now and starts them after `ms` milliseconds. */
  stop(nodes: readonly number[], ms: number): void {
    for (const node of nodes) this.#brokers.stopNode(node);
    this.#world.at(ms, () => {
      for (const node of nodes) this.#brokers.startNode(node);
    });
  }
}
