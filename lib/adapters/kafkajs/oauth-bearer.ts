import { ConnectError } from "../../connect/index.ts";

const TOKEN_LIFE_S = 3600;
const TOKEN_TIMEOUT_MS = 10_000;

/** A client's name and secret at an authorisation server. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string | undefined;
}

/**
 * Asks an authorisation server for a token by the client credentials grant (RFC 6749 §4.4; KIP-768).
 *
 * @throws ConnectError naming the endpoint; never the secret.
 */
export async function clientCredentialsToken(endpoint: string, client: ClientCredentials): Promise<string> {
  const { clientId, clientSecret, scope } = client;
  const body = new URLSearchParams({ grant_type: "client_credentials", ...(scope === undefined ? {} : { scope }) });
  const encode = encodeURIComponent;
  const login = Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString("base64");
  try {
    const signal = AbortSignal.timeout(TOKEN_TIMEOUT_MS);
    const headers = { authorization: `Basic ${login}`, accept: "application/json" };
    const response = await fetch(endpoint, { method: "POST", headers, body, signal });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const answer: unknown = await response.json();
    if (typeof answer === "object" && answer !== null && "access_token" in answer) return String(answer.access_token);
    throw new Error("its answer holds no access_token");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConnectError(`No token from sasl.oauthbearer.token.endpoint.url=${endpoint}: ${reason}`, { cause });
  }
}

/** A token that nobody has signed: for brokers of tests. */
export function unsecuredToken(subject: string): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part({ sub: subject, iat: now, exp: now + TOKEN_LIFE_S })}.`;
}
