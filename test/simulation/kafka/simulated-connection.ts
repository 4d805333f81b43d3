import type { Definition } from "kafkajs/src/protocol/requests/index.js";
import type { Connection } from "../../../lib/adapters/kafkajs/cluster.ts";
import type { PartitionBatch } from "../../../lib/adapters/kafkajs/produce-request.ts";
import type { ProduceResponse } from "../../../lib/adapters/kafkajs/produce-response.ts";
import { untilAborted } from "../../../lib/adapters/kafkajs/until-aborted.ts";
import { ConnectError } from "../../../lib/connect/index.ts";
import { FAULT_KINDS, READ_FAULTS } from "../fault.ts";
import type { BrokerRequests } from "./broker-requests.ts";
import { ClientLink, type LinkParts } from "./client-link.ts";
import { readProducedBatch } from "./produced-batch.ts";
import type { SimulatedBrokers } from "./simulated-brokers.ts";
import { addressOf, METADATA } from "./small-answers.ts";

export interface ConnectionParts extends LinkParts {
  readonly brokers: SimulatedBrokers;
  readonly requests: BrokerRequests;
  readonly connectionSetupTimeoutMs: number;
}

/** An actor's connection to one node. It behaves as the adapter's `NodeConnection`: whatever fails breaks it. */
export class SimulatedConnection implements Connection {
  readonly address;
  readonly #node: number;
  readonly #parts: ConnectionParts;
  #connecting: Promise<ClientLink> | undefined;
  #link: ClientLink | undefined;
  #closed = false;

  constructor(node: number, parts: ConnectionParts) {
    this.#node = node;
    this.#parts = parts;
    this.address = addressOf(node);
  }

  get connected(): boolean {
    return this.#link?.open ?? false;
  }

  async ready(): Promise<void> {
    await this.#ready();
  }

  async request<A, T>(apiKey: number, definition: Definition<A, T>, argument: A, signal?: AbortSignal): Promise<T> {
    const call = definition.protocol({ version: 0 })?.(argument);
    if (!call) throw new Error(`There is no version 0 of API ${apiKey}`);
    const link = await this.#ready(signal);
    const answer = link.ask({
      name: apiKey === METADATA ? "kafka.metadata" : "kafka.initProducerId",
      args: [this.#node, argument],
      faults: READ_FAULTS,
      handle: () => this.#parts.requests.answer(this.#node, apiKey, argument),
    });
    try {
      return await call.response.decode(await untilAborted(answer, signal));
    } catch (error) {
      if (link.busy <= 1) link.break(error);
      throw error;
    }
  }

  async produce(batches: readonly PartitionBatch[]): Promise<ProduceResponse> {
    if (!this.#link?.open) throw this.#broken("it was closed");
    const produced = batches.map(readProducedBatch);
    const results = await this.#link.ask({
      name: "kafka.produce",
      args: [
        this.#node,
        ...produced.map(
          ({ topic, partition, producerId, sequence, count }) =>
            `${topic}-${partition} producer ${producerId} ${sequence}+${count}`,
        ),
      ],
      faults: FAULT_KINDS,
      handle: () => this.#parts.requests.produce(this.#node, produced),
    });
    return { results, throttleMs: 0 };
  }

  disconnect(reason: string): void {
    this.#link?.break(this.#broken(reason));
  }

  close(reason: string): void {
    this.#closed = true;
    this.disconnect(reason);
  }

  async #ready(signal?: AbortSignal): Promise<ClientLink> {
    if (this.#closed) throw new ConnectError("The Kafka client is closed");
    if (this.#link?.open) return this.#link;
    this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined));
    return await untilAborted(this.#connecting, signal);
  }

  async #connect(): Promise<ClientLink> {
    const { world, actor, brokers, connectionSetupTimeoutMs } = this.#parts;
    const link = new ClientLink(this.#parts);
    const end = new AbortController();
    const stopped = (): void => {
      link.channel.close();
      world.deliver(actor, world.latency(), () => link.break(this.#broken("the node has stopped")));
    };
    const accept = (): boolean => brokers.connect(this.#node, stopped);
    const options = { faults: READ_FAULTS, signal: end.signal };
    world.deliver(actor, connectionSetupTimeoutMs, () => end.abort(this.#broken("no answer in time")));
    const accepted = await world.call(actor, "kafka.connect", [this.#node], accept, options);
    if (!accepted) throw this.#broken("nobody listens");
    if (!link.open) throw this.#broken("the node has stopped");
    this.#link = link;
    return link;
  }

  #broken(reason: string): ConnectError {
    const { host, port } = this.address;
    return new ConnectError(`No connection to Kafka at ${host}:${port}: ${reason}`, { retriable: true });
  }
}
