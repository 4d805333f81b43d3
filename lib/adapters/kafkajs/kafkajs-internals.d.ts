/**
 * The slivers of kafkajs 2.2.4 that are used here and are not part of its public types: its connections, its request
 * encodings and its table of error codes. The version is pinned exactly.
 */
declare module "kafkajs/src/network/connectionPool.js" {
  import type { Socket } from "node:net";
  import type { ConnectionOptions } from "node:tls";
  import type { Logger, SASLOptions } from "kafkajs";
  import type { Call } from "kafkajs/src/protocol/requests/index.js";

  interface RequestEntry {
    readonly apiKey: number;
    readonly apiName: string;
    readonly apiVersion: number;
    readonly correlationId: number;
    resolve(response: { readonly payload: Buffer }): void;
    reject(error: Error): void;
  }

  interface RequestQueue {
    readonly pending: readonly unknown[];
    readonly throttledUntil: number;
    push(request: {
      readonly entry: RequestEntry;
      readonly expectResponse: boolean;
      readonly requestTimeout: number | null;
      sendRequest(): void;
    }): void;
    maybeThrottle(ms: number): void;
    scheduleCheckPendingRequests(): void;
    /** Starts the timer that looks for requests without an answer; `destroy` stops it. */
    scheduleRequestTimeoutCheck(): void;
    destroy(): void;
  }

  interface Connection {
    readonly requestQueue: RequestQueue;
    readonly socket: Socket;
    nextCorrelationId(): number;
    isConnected(): boolean;
  }

  class ConnectionPool {
    constructor(options: {
      readonly host: string;
      readonly port: number;
      readonly ssl: ConnectionOptions | null;
      readonly sasl: SASLOptions | null;
      readonly clientId: string;
      readonly connectionTimeout: number;
      readonly requestTimeout: number;
      readonly logger: Logger;
      socketFactory(request: {
        readonly host: string;
        readonly port: number;
        readonly ssl: ConnectionOptions | null;
        readonly onConnect: () => void;
      }): Socket;
    });
    /** The first is for all requests but Fetch. */
    readonly pool: readonly [Connection, Connection];
    isConnected(): boolean;
    send<T>(call: Call<T>): Promise<T>;
    destroy(): Promise<void>;
  }
  export = ConnectionPool;
}

declare module "kafkajs/src/broker/index.js" {
  import type { Logger } from "kafkajs";
  import type ConnectionPool from "kafkajs/src/network/connectionPool.js";
  import type { Definition, Call } from "kafkajs/src/protocol/requests/index.js";

  class Broker {
    constructor(options: { readonly connectionPool: ConnectionPool; readonly logger: Logger });
    /** By API key; null before `connect`. */
    readonly versions: Readonly<Record<number, { readonly minVersion: number; readonly maxVersion: number }>> | null;
    isConnected(): boolean;
    /** Connects, asks for API versions and authenticates; also authenticates again when the session is about to end. */
    connect(): Promise<void>;
    lookupRequest<A, T>(apiKey: number, definition: Definition<A, T>): (request: A) => Call<T>;
  }
  export = Broker;
}

declare module "kafkajs/src/protocol/requests/index.js" {
  interface Call<T> {
    readonly request: object;
    readonly response: {
      readonly decode: (payload: Buffer) => Promise<T>;
      readonly parse: (decoded: T) => Promise<T>;
    };
  }
  interface Definition<A, T> {
    protocol(choice: { readonly version: number }): ((request: A) => Call<T>) | undefined;
  }
  interface MetadataResponse {
    readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
    readonly topicMetadata: readonly {
      readonly topicErrorCode: number;
      readonly topic: string;
      readonly partitionMetadata: readonly { readonly partitionId: number; readonly leader: number }[];
    }[];
  }
  interface InitProducerIdResponse {
    readonly errorCode: number;
    /** An int64 in decimal. */
    readonly producerId: string;
    readonly producerEpoch: number;
  }
  const protocol: {
    readonly requests: {
      readonly Metadata: Definition<
        { readonly topics: readonly string[]; readonly allowAutoTopicCreation: boolean },
        MetadataResponse
      >;
      readonly InitProducerId: Definition<
        { readonly transactionalId: string | null; readonly transactionTimeout: number },
        InitProducerIdResponse
      >;
    };
  };
  export { type Call, type Definition, type InitProducerIdResponse, type MetadataResponse };
  export default protocol;
}

declare module "kafkajs/src/protocol/error.js" {
  const errors: {
    readonly errorCodes: readonly {
      readonly code: number;
      readonly type: string;
      readonly retriable: boolean;
      readonly message: string;
    }[];
  };
  export = errors;
}
