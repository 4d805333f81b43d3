import protocol from "kafkajs/src/protocol/requests/index.js";
import { ConfigError, ConnectError } from "../../connect/index.ts";
import type { Clock, Logger, Random } from "../../ports/index.ts";
import { Backoff } from "./backoff.ts";
import type { Address, ClientSettings } from "./client-settings.ts";
import { NodeConnection } from "./node-connection.ts";
import { isRetriable, topicError } from "./protocol-error.ts";

const METADATA_API_KEY = 3;

/** Tries that fail for less than this are normal: a topic that is being created, a node that starts. */
const QUIET_MS = 2000;

export interface ClusterParts {
  readonly settings: ClientSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** What the cluster said about a topic. */
export interface TopicMetadata {
  /** Node id of each partition's leader, by partition; undefined: none at the moment. */
  readonly leaders: readonly (number | undefined)[];
  /** Milliseconds since 1970-01-01 UTC. */
  readonly asOf: number;
}

/** The nodes of a Kafka cluster and who leads what; connections are made on demand and kept. */
export class Cluster {
  readonly settings: ClientSettings;
  readonly clock: Clock;
  readonly backoff: Backoff;
  readonly #logger: Logger;
  readonly #nodes = new Map<number, NodeConnection>();
  readonly #bootstrap: readonly NodeConnection[];
  readonly #topics = new Map<string, TopicMetadata>();
  readonly #refreshing = new Map<string, Promise<TopicMetadata>>();
  readonly #closed = new AbortController();

  constructor(parts: ClusterParts) {
    this.settings = parts.settings;
    this.clock = parts.clock;
    this.backoff = new Backoff(parts);
    this.#logger = parts.logger;
    this.#bootstrap = this.settings.bootstrap.map((address) => this.#connection(address));
  }

  /** What was last heard about the topic. */
  topic(name: string): TopicMetadata | undefined {
    return this.#topics.get(name);
  }

  /** The node with that id; undefined if the cluster never named it. */
  node(id: number): NodeConnection | undefined {
    return this.#nodes.get(id);
  }

  /** Asks the cluster about a topic; where the cluster creates topics by itself, this creates it. */
  refresh(name: string): Promise<TopicMetadata> {
    const running = this.#refreshing.get(name);
    if (running) return running;
    const started = this.#refresh(name).finally(() => this.#refreshing.delete(name));
    this.#refreshing.set(name, started);
    return started;
  }

  /**
   * Does something with whichever node answers first, those that are connected before others.
   *
   * @throws ConnectError what the last node said; an error that no other try can mend comes first.
   */
  async withAnyNode<T>(ask: (node: NodeConnection) => Promise<T>): Promise<T> {
    const nodes = [...new Set([...this.#nodes.values(), ...this.#bootstrap])];
    const candidates = [...nodes.filter((node) => node.connected), ...nodes.filter((node) => !node.connected)];
    let failure: unknown;
    let wrongSetting: ConfigError | undefined;
    for (const node of candidates) {
      if (this.#closed.signal.aborted) break;
      try {
        return await ask(node);
      } catch (error) {
        if (error instanceof ConfigError) wrongSetting ??= error;
        failure = error;
      }
    }
    throw wrongSetting ?? failure ?? new ConnectError("The Kafka client is closed");
  }

  /** Tries until it succeeds, fails for good or `max.block.ms` have passed; then throws what the last try said. */
  async withinMaxBlock<T>(attempt: () => Promise<T>, end?: AbortSignal): Promise<T> {
    const { maxBlockMs } = this.settings;
    const start = this.clock.now();
    let quiet = true;
    const signal = end ? AbortSignal.any([end, this.#closed.signal]) : this.#closed.signal;
    for (let tries = 1; ; tries++) {
      try {
        return await attempt();
      } catch (error) {
        if (!isRetriable(error) || signal.aborted) throw error;
        const passed = this.clock.now() - start;
        if (passed >= maxBlockMs) throw error;
        if (passed >= QUIET_MS && quiet) {
          quiet = false;
          this.#logger.warn(`${messageOf(error)}. Trying again for up to max.block.ms=${maxBlockMs}`);
        }
      }
      await this.backoff.wait(tries, signal);
    }
  }

  close(): void {
    this.#closed.abort();
    for (const node of [...this.#nodes.values(), ...this.#bootstrap]) node.close("The Kafka client was closed");
  }

  async #refresh(name: string): Promise<TopicMetadata> {
    const answer = await this.withAnyNode((node) =>
      node.request(METADATA_API_KEY, protocol.requests.Metadata, { topics: [name], allowAutoTopicCreation: true }),
    );
    for (const { nodeId, host, port } of answer.brokers) this.#setNode(nodeId, { host, port });
    const found = answer.topicMetadata.find(({ topic }) => topic === name);
    if (found?.topicErrorCode !== 0) throw topicError(found?.topicErrorCode ?? -1, name);
    const leaders: (number | undefined)[] = found.partitionMetadata.map(() => undefined);
    for (const { partitionId, leader } of found.partitionMetadata)
      leaders[partitionId] = leader < 0 ? undefined : leader;
    const metadata = { leaders, asOf: this.clock.now() };
    this.#topics.set(name, metadata);
    return metadata;
  }

  #setNode(id: number, address: Address): void {
    const known = this.#nodes.get(id);
    if (known?.address.host === address.host && known.address.port === address.port) return;
    known?.disconnect("The Kafka node has another address now");
    const same = this.#bootstrap.find(
      (node) => node.address.host === address.host && node.address.port === address.port,
    );
    this.#nodes.set(id, same ?? this.#connection(address));
  }

  #connection(address: Address): NodeConnection {
    return new NodeConnection(address, this.settings, this.clock);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
