import type { ProducedBatch } from "./produced-batch.ts";
import type { SimulatedBrokers } from "./simulated-brokers.ts";

/** A request that a node is about to handle, or has just handled. */
export interface HandledRequest {
  /** Counts the requests of all nodes from 1. */
  readonly number: number;
  readonly node: number;
  readonly api: "Produce" | "Metadata" | "InitProducerId";
  /** Of a Produce request. */
  readonly batches: readonly ProducedBatch[];
}

/** Lets a scenario move leaders, stop nodes and the like at any point. */
export interface RequestListener {
  before?(request: HandledRequest, brokers: SimulatedBrokers): void;
  /** The answer is made, but not sent yet. */
  after?(request: HandledRequest, brokers: SimulatedBrokers): void;
}
