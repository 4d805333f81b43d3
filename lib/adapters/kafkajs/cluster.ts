import protocol from "kafkajs/src/protocol/requests/index.js";
import { ConnectError } from "../../connect/index.ts";
import type { Clock, Logger, Random } from "../../ports/index.ts";
import { Backoff } from "./backoff.ts";
import type { Address, ClientSettings } from "./client-settings.ts";
import { decisiveFailure } from "./decisive-failure.ts";
import { NodeConnection } from "./node-connection.ts";
import { isRetriable, topicError } from "./protocol-error.ts";
import { SharedWork } from "./shared-work.ts";
import { waitEnded } from "./until-aborted.ts";

const METADATA_API_KEY = 3;

/** Tries that fail for less than this are normal: a topic that is being created, a node that starts. */
const QUIET_MS = 2000;

/** The connection to one node, whoever makes it. */
export type Connection = Pick<NodeConnection, keyof NodeConnection>;

export interface ClusterParts {
  readonly settings: ClientSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Makes the connection to a node; undefined: a `NodeConnection`. Called before anything is sent. */
  readonly connect?: ((address: Address) => Connection) | undefined;
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
  readonly #connect: (address: Address) => Connection;
  readonly #nodes = new Map<number, Connection>();
  readonly #bootstrap: readonly Connection[];
  readonly #topics = new Map<string, TopicMetadata>();
  readonly #refreshes = new Map<string, SharedWork<TopicMetadata>>();
  readonly #closed = new AbortController();
  /** Whether any node has ever answered. */
  #reached = false;

  constructor(parts: ClusterParts) {
    this.settings = parts.settings;
    this.clock = parts.clock;
    this.backoff = new Backoff(parts);
    this.#logger = parts.logger;
    this.#connect = parts.connect ?? ((address) => new NodeConnection(address, this.settings, this.clock));
    this.#bootstrap = this.settings.bootstrap.map((address) => this.#connect(address));
  }

  /** What was last heard about the topic. */
  topic(name: string): TopicMetadata | undefined {
    return this.#topics.get(name);
  }

  /** The node with that id; undefined if the cluster never named it. */
  node(id: number): Connection | undefined {
    return this.#nodes.get(id);
  }

  /**
   * Asks the cluster about a topic; where the cluster creates topics by itself, this creates it.
   *
   * @param signal Ends the wait; the question as well, unless someone else waits for the answer.
   */
  refresh(name: string, signal?: AbortSignal): Promise<TopicMetadata> {
    const refresh = this.#refreshes.get(name) ?? new SharedWork((end) => this.#refresh(name, end));
    this.#refreshes.set(name, refresh);
    return refresh.join(signal);
  }

  /**
   * Does something with whichever node answers first, those that are connected before others.
   *
   * @throws ConnectError the failure that counts (`decisiveFailure`), or the reason of the signal.
   */
  async withAnyNode<T>(ask: (node: Connection, end: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const end = this.#endOf(signal);
    const nodes = [...new Set([...this.#nodes.values(), ...this.#bootstrap])];
    const candidates = [...nodes.filter((node) => node.connected), ...nodes.filter((node) => !node.connected)];
    const failures: unknown[] = [];
    for (const node of candidates) {
      if (end.aborted) throw waitEnded(end);
      try {
        const answer = await ask(node, end);
        this.#reached = true;
        return answer;
      } catch (error) {
        failures.push(error);
      }
    }
    throw decisiveFailure(failures, this.#reached);
  }

  /**
   * Tries until it succeeds, fails for good or `max.block.ms` have passed; then throws what the last try said.
   *
   * @param attempt Gets what ends it: the caller's signal or the client's end.
   */
  async withinMaxBlock<T>(attempt: (end: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { maxBlockMs } = this.settings;
    const start = this.clock.now();
    let quiet = true;
    const end = this.#endOf(signal);
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(end);
      } catch (error) {
        if (!isRetriable(error) || end.aborted) throw error;
        const passed = this.clock.now() - start;
        if (passed >= maxBlockMs) throw error;
        if (passed >= QUIET_MS && quiet) {
          quiet = false;
          this.#logger.warn(`${messageOf(error)}. Trying again for up to max.block.ms=${maxBlockMs}`);
        }
      }
      await this.backoff.wait(tries, end);
    }
  }

  close(): void {
    this.#closed.abort(new ConnectError("The Kafka client is closed"));
    for (const node of [...this.#nodes.values(), ...this.#bootstrap]) node.close("The Kafka client was closed");
  }

  async #refresh(name: string, signal: AbortSignal): Promise<TopicMetadata> {
    const question = { topics: [name], allowAutoTopicCreation: true };
    const answer = await this.withAnyNode(
      (node, end) => node.request(METADATA_API_KEY, protocol.requests.Metadata, question, end),
      signal,
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

  #endOf(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#closed.signal]) : this.#closed.signal;
  }

  #setNode(id: number, address: Address): void {
    const known = this.#nodes.get(id);
    if (known?.address.host === address.host && known.address.port === address.port) return;
    known?.disconnect("The Kafka node has another address now");
    const same = this.#bootstrap.find(
      (node) => node.address.host === address.host && node.address.port === address.port,
    );
    this.#nodes.set(id, same ?? this.#connect(address));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
