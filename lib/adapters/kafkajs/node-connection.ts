import net from "node:net";
import tls from "node:tls";
import type { Logger as KafkaJsLogger } from "kafkajs";
import Broker from "kafkajs/src/broker/index.js";
import ConnectionPool from "kafkajs/src/network/connectionPool.js";
import type { Definition } from "kafkajs/src/protocol/requests/index.js";
import { ConnectError } from "../../connect/index.ts";
import type { Clock } from "../../ports/index.ts";
import type { Address, ClientSettings } from "./client-settings.ts";
import { explainConnectionError } from "./connection-error.ts";
import { decodeProduceResponse, type ProduceResponse } from "./produce-response.ts";
import { encodeProduceRequest, PRODUCE_API_KEY, type PartitionBatch } from "./produce-request.ts";

const KEEP_ALIVE_MS = 60_000;
const PRODUCE_VERSIONS = { min: 7, max: 8 };

/** kafkajs's own log lines repeat what our errors say. */
const silent: KafkaJsLogger = {
  namespace: () => silent,
  setLogLevel: () => undefined,
  info: () => undefined,
  error: () => undefined,
  warn: () => undefined,
  debug: () => undefined,
};

/** One life of the connection. kafkajs keeps half an answer for the next life, so every life gets its own objects. */
interface Link {
  readonly pool: ConnectionPool;
  readonly broker: Broker;
  socket: net.Socket | undefined;
  /** Things under way. */
  busy: number;
}

/**
 * The connection to one Kafka node: kafkajs's (TLS, SASL, API versions), made on demand and made anew after any failure.
 * Requests may be sent while others are under way.
 */
export class NodeConnection {
  readonly address: Address;
  readonly #settings: ClientSettings;
  readonly #clock: Clock;
  #link: Link | undefined;
  #connecting: Promise<Link> | undefined;
  #lastUsed = 0;

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

  /** Sends one of kafkajs's own requests. The answer comes as decoded, error codes and all. */
  async request<A, T>(apiKey: number, definition: Definition<A, T>, argument: A): Promise<T> {
    const link = await this.#ready();
    begin(link);
    try {
      const { request, response } = link.broker.lookupRequest(apiKey, definition)(argument);
      const parse = (decoded: T): Promise<T> => Promise.resolve(decoded);
      return await link.pool.send({ request, response: { decode: response.decode, parse } });
    } catch (error) {
      throw this.#broken(error, link);
    } finally {
      end(link);
    }
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
    begin(link);
    try {
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
    } catch (error) {
      throw this.#broken(error, link);
    } finally {
      end(link);
      this.#lastUsed = this.#clock.now();
    }
  }

  /** Ends the connection now; requests under way fail. */
  disconnect(reason: string): void {
    if (this.#link) this.#drop(this.#link, reason);
  }

  #drop(link: Link, reason: string): void {
    if (this.#link === link) this.#link = undefined;
    // kafkajs fails what is under way when the socket says "error"; its own disconnect would wait for answers.
    if (link.socket && !link.socket.destroyed) link.socket.destroy(new Error(reason));
  }

  async #ready(): Promise<Link> {
    const idle = this.#clock.now() - this.#lastUsed;
    if (this.#link && idle > this.#settings.connectionsMaxIdleMs)
      this.disconnect("The connection was idle for too long");
    const link = this.#link;
    if (!link?.broker.isConnected()) {
      this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined));
      return await this.#connecting;
    }
    this.#lastUsed = this.#clock.now();
    return link;
  }

  async #connect(): Promise<Link> {
    // An open connection whose session is about to end is authenticated again; a dead one is replaced.
    const link = this.connected && this.#link ? this.#link : this.#open();
    this.#link = link;
    begin(link);
    const done = new AbortController();
    const late = this.#dropLate(link, done.signal);
    try {
      await link.broker.connect();
    } catch (error) {
      throw this.#broken(error, link);
    } finally {
      end(link);
      done.abort();
      await late;
    }
    this.#lastUsed = this.#clock.now();
    return link;
  }

  async #dropLate(link: Link, done: AbortSignal): Promise<void> {
    const { connectionSetupTimeoutMs } = this.#settings;
    await this.#clock.sleep(connectionSetupTimeoutMs, done);
    if (!done.aborted) this.#drop(link, `No answer within ${connectionSetupTimeoutMs} ms`);
  }

  #open(): Link {
    const { ssl, sasl, clientId, connectionSetupTimeoutMs, requestTimeoutMs } = this.#settings;
    const pool = new ConnectionPool({
      ...this.address,
      ssl,
      // A copy: kafkajs keeps its authenticator in this object.
      sasl: sasl && { ...sasl },
      clientId,
      connectionTimeout: connectionSetupTimeoutMs,
      requestTimeout: requestTimeoutMs,
      logger: silent,
      socketFactory: ({ host, port, ssl, onConnect }) => {
        const socket = ssl
          ? tls.connect({ host, port, ...(net.isIP(host) === 0 ? { servername: host } : {}), ...ssl }, onConnect)
          : net.connect({ host, port }, onConnect);
        socket.setKeepAlive(true, KEEP_ALIVE_MS).setNoDelay(true);
        link.socket = socket;
        return socket;
      },
    });
    for (const { requestQueue } of pool.pool) {
      // kafkajs sets a timer in the past whenever its queue is empty, which Node warns of.
      const schedule = requestQueue.scheduleCheckPendingRequests.bind(requestQueue);
      requestQueue.scheduleCheckPendingRequests = () => {
        if (requestQueue.pending.length > 0) schedule();
      };
    }
    const link: Link = {
      pool,
      broker: new Broker({ connectionPool: pool, logger: silent }),
      socket: undefined,
      busy: 0,
    };
    return link;
  }

  #produceVersion(broker: Broker): number {
    const highest = broker.versions?.[PRODUCE_API_KEY]?.maxVersion ?? 0;
    if (highest < PRODUCE_VERSIONS.min) {
      const { host, port } = this.address;
      throw new ConnectError(`Kafka at ${host}:${port} is too old: version 2.1 or newer is needed`);
    }
    return Math.min(highest, PRODUCE_VERSIONS.max);
  }

  #broken(error: unknown, link: Link | undefined): ConnectError {
    const explained = explainConnectionError(error, this.address, this.#settings);
    if (link) this.#drop(link, explained.message);
    return explained;
  }
}

/** An idle connection has no timer and does not keep the process alive; one at work does. */
function begin(link: Link): void {
  link.busy++;
  if (link.busy > 1 || !link.socket) return;
  link.socket.ref();
  link.pool.pool[0].requestQueue.scheduleRequestTimeoutCheck();
}

function end(link: Link): void {
  link.busy--;
  if (link.busy > 0) return;
  link.socket?.unref();
  link.pool.pool[0].requestQueue.destroy();
}

function writeAll(socket: net.Socket, chunks: readonly Uint8Array[]): void {
  socket.cork();
  for (const chunk of chunks) socket.write(chunk);
  socket.uncork();
}
