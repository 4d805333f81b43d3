import type { SASLOptions } from "kafkajs";
import { ConfigError } from "../../connect/index.ts";
import { clientConfig, type ClientConfig } from "./client-config.ts";
import type { Address, ClientSettings } from "./client-settings.ts";
import { readSasl } from "./sasl.ts";
import { readTls } from "./tls.ts";

const MAX_TIMER_MS = 2n ** 31n - 1n;

/**
 * Reads Kafka client properties.
 *
 * @throws ConfigError with every property that can't be used, a line each.
 */
export function readSettings(
  properties: Readonly<Record<string, string>>,
): ClientSettings & { readonly config: ClientConfig } {
  const config = clientConfig.parse(properties);
  const protocol = config["security.protocol"].toUpperCase();
  const bootstrapServers = config["bootstrap.servers"].join(",");
  return {
    config,
    bootstrapServers,
    bootstrap: config["bootstrap.servers"].map(readAddress),
    clientId: config["client.id"],
    ssl: protocol.endsWith("SSL") ? readTls(config) : null,
    sasl: protocol.startsWith("SASL") ? readLogin(config, bootstrapServers) : null,
    saslMechanism: config["sasl.mechanism"] ?? undefined,
    connectionSetupTimeoutMs: milliseconds(config["socket.connection.setup.timeout.ms"]),
    connectionsMaxIdleMs: milliseconds(config["connections.max.idle.ms"]),
    requestTimeoutMs: config["request.timeout.ms"],
    deliveryTimeoutMs: config["delivery.timeout.ms"],
    retries: config.retries,
    retryBackoffMs: milliseconds(config["retry.backoff.ms"]),
    retryBackoffMaxMs: milliseconds(config["retry.backoff.max.ms"]),
    maxBlockMs: milliseconds(config["max.block.ms"]),
    metadataMaxAgeMs: milliseconds(config["metadata.max.age.ms"]),
    maxInFlight: config["max.in.flight.requests.per.connection"],
    maxRequestSize: config["max.request.size"],
    compression: {
      type: config["compression.type"],
      gzip: config["compression.gzip.level"],
      zstd: config["compression.zstd.level"],
    },
  };
}

function readLogin(config: ClientConfig, bootstrapServers: string): SASLOptions {
  const mechanism = config["sasl.mechanism"];
  const jaas = config["sasl.jaas.config"]?.value;
  if (mechanism === null || jaas === undefined) {
    const missing = mechanism === null ? "sasl.mechanism" : "sasl.jaas.config";
    throw new ConfigError(`security.protocol=${config["security.protocol"]} needs ${missing}`);
  }
  return readSasl({
    mechanism,
    jaas,
    bootstrapServers,
    tokenEndpoint: config["sasl.oauthbearer.token.endpoint.url"],
    loginCallbackHandler: config["sasl.login.callback.handler.class"],
  });
}

/** `host:port`; an IPv6 address stands in brackets. */
function readAddress(server: string): Address {
  const colon = server.lastIndexOf(":");
  return { host: server.slice(0, colon).replace(/^\[(.*)\]$/, "$1"), port: Number(server.slice(colon + 1)) };
}

/** As long as a timer can wait; -1 stands for "for ever" in Kafka. */
function milliseconds(value: bigint): number {
  return Number(value < 0n || value > MAX_TIMER_MS ? MAX_TIMER_MS : value);
}
