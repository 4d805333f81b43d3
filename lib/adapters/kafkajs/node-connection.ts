import type { Socket } from "node:net";
import type Broker from "kafkajs/src/broker/index.js";
import type { Definition } from "kafkajs/src/protocol/requests/index.js";
import { ConnectError } from "../../connect/index.ts";
import type { Clock } from "../../ports/index.ts";
import type { Address, ClientSettings } from "./client-settings.ts";
import { explainConnectionError } from "./connection-error.ts";
import { beginUse, createLink, destroyLink, endUse, type KafkaJsLink } from "./kafkajs-link.ts";
import { decodeProduceResponse, type ProduceResponse } from "./produce-response.ts";
import { encodeProduceRequest, PRODUCE_API_KEY, type PartitionBatch } from "./produce-request.ts";
import { SharedWork } from "./shared-work.ts";
import { untilAborted } from "./until-aborted.ts";

const PRODUCE_VERSIONS = { min: 7, max: 8 };

/**
 * The connection to one Kafka node: kafkajs's (TLS, SASL, API versions), made on demand and made anew after any failure.
 * Requests may be sent while others are under way.
 */
export class NodeConnection {
  readonly address: Address;
  readonly #settings: ClientSettings;
  readonly #clock: Clock;
  readonly #connecting = new SharedWork((end) => this.#connect(end));
  #link: KafkaJsLink | undefined;
  #lastUsed = 0;
  #closed = false;

  constructor(address: Address, settings: ClientSettings, clock: Clock) {
    this.address = address;
    this.#settings = settings;
    this.#clock = clock;
  }

  get connected(): boolean {
    return this.#link?.pool.isConnected() ?? false;
  }

  /**
   * Connects and authenticates if need be.
   *
   * @throws ConnectError naming the address and the key to look at, within `socket.connection.setup.timeout.ms`.
   */
  async ready(): Promise<void> {
    await this.#ready();
  }

  /**
   * Sends one of kafkajs's own requests. The answer comes as decoded, error codes and all.
   *
   * @param signal Ends the wait for connection and answer.
   */
  async request<A, T>(apiKey: number, definition: Definition<A, T>, argument: A, signal?: AbortSignal): Promise<T> {
    const link = await this.#ready(signal);
    const send = async (): Promise<T> => {
      const { request, response } = link.broker.lookupRequest(apiKey, definition)(argument);
      const parse = (decoded: T): Promise<T> => Promise.resolve(decoded);
      return await link.pool.send({ request, response: { decode: response.decode, parse } });
    };
    return await this.#use(link, send, signal);
  }

  /**
   * Sends batches in one Produce request. Writes to the socket before it returns its promise, if the connection is
   * ready: so requests arrive in the order of the calls.
   */
  async produce(batches: readonly PartitionBatch[]): Promise<ProduceResponse> {
    const link = this.#link;
    const connection = link?.pool.pool[0];
    if (!link || !connection?.isConnected()) throw this.#broken(new Error("The connection was closed"), link);
    const version = this.#produceVersion(link.broker);
    const { clientId, requestTimeoutMs: timeoutMs } = this.#settings;
    const correlationId = connection.nextCorrelationId();
    const chunks = encodeProduceRequest({ version, correlationId, clientId, timeoutMs, batches });
    const send = async (): Promise<ProduceResponse> => {
      const { payload } = await new Promise<{ readonly payload: Buffer }>((resolve, reject) => {
        connection.requestQueue.push({
          entry: { apiKey: PRODUCE_API_KEY, apiName: "Produce", apiVersion: version, correlationId, resolve, reject },
          expectResponse: true,
          requestTimeout: null,
          sendRequest: () => writeAll(connection.socket, chunks),
        });
      });
      const response = decodeProduceResponse(payload, version);
      if (response.throttleMs > 0) connection.requestQueue.maybeThrottle(response.throttleMs);
      return response;
    };
    try {
      return await this.#use(link, send);
    } finally {
      this.#lastUsed = this.#clock.now();
    }
  }

  /** Ends the connection now; requests under way fail. */
  disconnect(reason: string): void {
    if (this.#link) this.#drop(this.#link, reason);
  }

  /** Ends the connection for good. */
  close(reason: string): void {
    this.#closed = true;
    this.disconnect(reason);
  }

  #drop(link: KafkaJsLink, reason: string): void {
    if (this.#link === link) this.#link = undefined;
    destroyLink(link, reason);
  }

  async #ready(signal?: AbortSignal): Promise<KafkaJsLink> {
    if (this.#closed) throw new ConnectError("The Kafka client is closed");
    const idleMs = this.#clock.now() - this.#lastUsed;
    if (this.#link?.busy === 0 && idleMs > this.#settings.connectionsMaxIdleMs) {
      this.disconnect("The connection was idle for too long");
    }
    const link = this.#link;
    if (!link?.broker.isConnected()) return await this.#connecting.join(signal);
    this.#lastUsed = this.#clock.now();
    return link;
  }

  async #connect(end: AbortSignal): Promise<KafkaJsLink> {
    // An open connection whose session is about to end is authenticated again; a dead one is replaced.
    const link = this.connected && this.#link ? this.#link : createLink(this.address, this.#settings);
    this.#link = link;
    const done = new AbortController();
    const late = this.#dropLate(link, done.signal);
    try {
      await this.#use(link, () => link.broker.connect(), end);
    } finally {
      done.abort();
      await late;
    }
    this.#lastUsed = this.#clock.now();
    return link;
  }

  /** Whatever fails breaks the link. A wait that is ended breaks it too, unless others use it: they get their answers. */
  async #use<T>(link: KafkaJsLink, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    beginUse(link);
    try {
      return await untilAborted(work(), signal);
    } catch (error) {
      if (signal?.aborted && link.busy > 1) throw error;
      throw this.#broken(error, link);
    } finally {
      endUse(link);
    }
  }

  async #dropLate(link: KafkaJsLink, done: AbortSignal): Promise<void> {
    const { connectionSetupTimeoutMs } = this.#settings;
    await this.#clock.sleep(connectionSetupTimeoutMs, done);
    if (!done.aborted) this.#drop(link, `No answer within ${connectionSetupTimeoutMs} ms`);
  }

  #produceVersion(broker: Broker): number {
    const highest = broker.versions?.[PRODUCE_API_KEY]?.maxVersion ?? 0;
    if (highest < PRODUCE_VERSIONS.min) {
      const { host, port } = this.address;
      throw new ConnectError(`Kafka at ${host}:${port} is too old: version 2.1 or newer is needed`);
    }
    return Math.min(highest, PRODUCE_VERSIONS.max);
  }

  #broken(error: unknown, link: KafkaJsLink | undefined): ConnectError {
    const explained = explainConnectionError(error, this.address, this.#settings);
    if (link) this.#drop(link, explained.message);
    return explained;
  }
}

function writeAll(socket: Socket, chunks: readonly Uint8Array[]): void {
  socket.cork();
  for (const chunk of chunks) socket.write(chunk);
  socket.uncork();
}
