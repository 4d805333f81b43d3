import type { PartitionResult } from "../../../lib/adapters/kafkajs/produce-response.ts";
import type { ProducedBatch } from "./produced-batch.ts";
import type { HandledRequest, RequestListener } from "./request-listener.ts";
import type { SimulatedBrokers } from "./simulated-brokers.ts";
import { INIT_PRODUCER_ID, METADATA, metadataAnswer, producerIdAnswer } from "./small-answers.ts";

/** Handles the requests that reach the nodes of a cluster. */
export class BrokerRequests {
  readonly #brokers: SimulatedBrokers;
  readonly #listener: RequestListener;
  #requests = 0;

  constructor(brokers: SimulatedBrokers, listener: RequestListener) {
    this.#brokers = brokers;
    this.#listener = listener;
  }

  produce(node: number, batches: readonly ProducedBatch[]): PartitionResult[] | Promise<PartitionResult[]> {
    return this.#handle({ node, api: "Produce", batches }, () => {
      // Of two batches for one partition a broker takes the last one.
      const taken = new Map(batches.map((batch) => [`${batch.topic}-${batch.partition}`, batch]));
      const results = [...taken.values()].map((batch) => this.#brokers.produce(node, batch));
      const atOnce = results.filter((result): result is PartitionResult => !(result instanceof Promise));
      return atOnce.length === results.length ? atOnce : Promise.all(results.map(async (result) => await result));
    });
  }

  /** One of the small requests; answers in version 0. */
  answer(node: number, apiKey: number, argument: unknown): Buffer {
    if (apiKey === METADATA) {
      return this.#handle({ node, api: "Metadata", batches: [] }, () =>
        metadataAnswer(this.#brokers, topicsOf(argument)),
      );
    }
    if (apiKey === INIT_PRODUCER_ID) {
      return this.#handle({ node, api: "InitProducerId", batches: [] }, () => producerIdAnswer(this.#brokers));
    }
    throw new Error(`The simulated Kafka does not know API ${apiKey}`);
  }

  #handle<T>(facts: Omit<HandledRequest, "number">, handle: () => T): T {
    this.#requests++;
    const request = { ...facts, number: this.#requests };
    this.#listener.before?.(request, this.#brokers);
    const answer = handle();
    this.#listener.after?.(request, this.#brokers);
    return answer;
  }
}

function topicsOf(argument: unknown): string[] {
  const topics =
    typeof argument === "object" && argument !== null && "topics" in argument ? argument.topics : undefined;
  return Array.isArray(topics) ? topics.filter((topic) => typeof topic === "string") : [];
}
