import { ConfigError, ConnectError } from "../../connect/index.ts";
import type { Address, ClientSettings } from "./client-settings.ts";

const UNTRUSTED = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** No name server knows the node's host: a wrong name, or one that is away while a broker is replaced. */
export class UnknownHostError extends ConnectError {
  constructor(message: string, cause: unknown) {
    super(message, { cause, retriable: true });
  }
}

/**
 * What went wrong with a connection, as one sentence that names the address and the key to look at. Trying again is
 * worth it unless a setting must change first.
 */
export function explainConnectionError(error: unknown, address: Address, settings: ClientSettings): ConnectError {
  if (error instanceof ConnectError) return error;
  const { name, message, code } = describe(error);
  const node = `${address.host}:${address.port}`;
  const wrong = (sentence: string): ConnectError => new ConfigError(sentence, { cause: error });
  if (name === "KafkaJSSASLAuthenticationError" || code === "SASL_AUTHENTICATION_FAILED") {
    return wrong(
      `Kafka at ${node} refused the login by sasl.mechanism=${settings.saslMechanism}: check the user and password ` +
        `of sasl.jaas.config (${message})`,
    );
  }
  if (UNTRUSTED.has(code)) {
    return wrong(
      `Kafka at ${node} shows a certificate that no trusted authority has signed (${code}): put the authority's ` +
        "certificate into ssl.truststore.certificates or the file of ssl.truststore.location",
    );
  }
  if (code === "CERT_HAS_EXPIRED") return wrong(`The certificate of Kafka at ${node} has expired: renew it there`);
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return wrong(
      `The certificate of Kafka at ${node} is for another host (${message}): use a name of the certificate in ` +
        "bootstrap.servers, or set ssl.endpoint.identification.algorithm to nothing",
    );
  }
  if (code.startsWith("ERR_SSL_")) {
    return wrong(
      `Kafka at ${node} does not take security.protocol=${protocol(settings)} with these ssl.* settings (${message})`,
    );
  }
  if (code === "ENOTFOUND") {
    return new UnknownHostError(
      `The host of Kafka at ${node} is not known: correct bootstrap.servers=${settings.bootstrapServers}, or ` +
        "advertised.listeners on the brokers if that names a host which only they know",
      error,
    );
  }
  const hint = settings.ssl || settings.sasl ? "" : " (or a listener that needs TLS: security.protocol)";
  const reason = code === "" || message.includes(code) ? message : `${message}, ${code}`;
  return new ConnectError(
    `No connection to Kafka at ${node}: ${reason}. Check bootstrap.servers=${settings.bootstrapServers}, the network ` +
      `and whether Kafka runs${hint}`,
    { cause: error, retriable: true },
  );
}

function protocol({ ssl, sasl }: ClientSettings): string {
  return `${sasl ? "SASL_" : ""}${ssl ? "SSL" : "PLAINTEXT"}`;
}

/** kafkajs puts Node's error code or Kafka's error type on its errors; names tell its classes apart. */
function describe(error: unknown): { readonly name: string; readonly message: string; readonly code: string } {
  if (!(error instanceof Error)) return { name: "", message: String(error), code: "" };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const type = "type" in error && typeof error.type === "string" ? error.type : undefined;
  return { name: error.name, message: error.message.replace(/^Connection error: /, ""), code: code ?? type ?? "" };
}
