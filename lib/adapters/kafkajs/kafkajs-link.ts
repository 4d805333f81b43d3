import net from "node:net";
import tls from "node:tls";
import type { Logger } from "kafkajs";
import Broker from "kafkajs/src/broker/index.js";
import ConnectionPool from "kafkajs/src/network/connectionPool.js";
import type { Address, ClientSettings } from "./client-settings.ts";

const KEEP_ALIVE_MS = 60_000;

/** kafkajs's own log lines repeat what our errors say. */
const silent: Logger = {
  namespace: () => silent,
  setLogLevel: () => undefined,
  info: () => undefined,
  error: () => undefined,
  warn: () => undefined,
  debug: () => undefined,
};

/** One life of a connection. kafkajs keeps half an answer for the next life, so every life gets its own objects. */
export interface KafkaJsLink {
  readonly pool: ConnectionPool;
  readonly broker: Broker;
  /** undefined before the first connect. */
  socket: net.Socket | undefined;
  /** Things under way. */
  busy: number;
}

/** kafkajs's objects for a node. Connects with `broker.connect()`. */
export function createLink(address: Address, settings: ClientSettings): KafkaJsLink {
  const { sasl, connectionSetupTimeoutMs, requestTimeoutMs } = settings;
  const pool = new ConnectionPool({
    ...address,
    ssl: settings.ssl,
    // A copy: kafkajs keeps its authenticator in this object.
    sasl: sasl && { ...sasl },
    clientId: settings.clientId,
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
  const broker = new Broker({ connectionPool: pool, logger: silent });
  const link: KafkaJsLink = { pool, broker, socket: undefined, busy: 0 };
  return link;
}

/** Something is under way: the process stays, and requests without an answer are looked for. */
export function beginUse(link: KafkaJsLink): void {
  link.busy++;
  if (link.busy > 1 || !link.socket) return;
  link.socket.ref();
  link.pool.pool[0].requestQueue.scheduleRequestTimeoutCheck();
}

/** It is over: an idle connection has no timer and does not keep the process alive. */
export function endUse(link: KafkaJsLink): void {
  link.busy--;
  if (link.busy > 0) return;
  link.socket?.unref();
  link.pool.pool[0].requestQueue.destroy();
}

/** Ends the connection now; requests under way fail with the reason. */
export function destroyLink(link: KafkaJsLink, reason: string): void {
  // kafkajs fails what is under way when the socket says "error"; its own disconnect would wait for answers.
  if (link.socket && !link.socket.destroyed) link.socket.destroy(new Error(reason));
}
