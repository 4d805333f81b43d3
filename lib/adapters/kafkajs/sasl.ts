import type { SASLOptions } from "kafkajs";
import { ConfigError } from "../../connect/index.ts";
import { parseJaas, type JaasLogin } from "./jaas.ts";
import { mskIamToken } from "./msk-iam.ts";
import { clientCredentialsToken, unsecuredToken } from "./oauth-bearer.ts";

export const saslMechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER", "AWS_MSK_IAM"] as const;

export type SaslMechanism = (typeof saslMechanisms)[number];

/** The `sasl.*` properties that a login needs. */
export interface SaslProperties {
  readonly mechanism: SaslMechanism;
  /** `sasl.jaas.config`. */
  readonly jaas: string;
  /** `sasl.oauthbearer.token.endpoint.url`. */
  readonly tokenEndpoint: string | null;
  /** `sasl.login.callback.handler.class`. */
  readonly loginCallbackHandler: string | null;
  /** Where the region of MSK is read from. */
  readonly bootstrapServers: string;
}

const MSK_OAUTH_HANDLER = "software.amazon.msk.auth.iam.IAMOAuthBearerLoginCallbackHandler";

/** kafkajs's form of a login. @throws ConfigError naming the property that is missing or wrong. */
export function readSasl(properties: SaslProperties): SASLOptions {
  const { mechanism, bootstrapServers } = properties;
  const login = parseJaas(properties.jaas);
  switch (mechanism) {
    case "PLAIN":
      return { mechanism: "plain", ...credentials(login, "PlainLoginModule") };
    case "SCRAM-SHA-256":
      return { mechanism: "scram-sha-256", ...credentials(login, "ScramLoginModule") };
    case "SCRAM-SHA-512":
      return { mechanism: "scram-sha-512", ...credentials(login, "ScramLoginModule") };
    case "AWS_MSK_IAM":
      return bearer(() => mskIamToken(bootstrapServers, login.options));
    case "OAUTHBEARER":
      return properties.loginCallbackHandler === MSK_OAUTH_HANDLER
        ? bearer(() => mskIamToken(bootstrapServers, login.options))
        : oauthBearer(login, properties.tokenEndpoint);
    default:
      return mechanism satisfies never;
  }
}

function credentials({ module, options }: JaasLogin, expected: string): { username: string; password: string } {
  if (!module.endsWith(`.${expected}`)) {
    throw new ConfigError(`sasl.jaas.config names ${module}, but sasl.mechanism needs the login module ${expected}`);
  }
  const { username, password } = options;
  if (username === undefined || password === undefined) {
    throw new ConfigError(`sasl.jaas.config has no ${username === undefined ? "username" : "password"}="…"`);
  }
  return { username, password };
}

function oauthBearer({ options }: JaasLogin, tokenEndpoint: string | null): SASLOptions {
  const { clientId, clientSecret, scope, unsecuredLoginStringClaim_sub: subject } = options;
  if (tokenEndpoint !== null) {
    if (clientId === undefined || clientSecret === undefined) {
      throw new ConfigError(
        'sasl.oauthbearer.token.endpoint.url needs clientId="…" and clientSecret="…" in sasl.jaas.config',
      );
    }
    return bearer(() => clientCredentialsToken(tokenEndpoint, { clientId, clientSecret, scope }));
  }
  if (subject !== undefined) return bearer(() => Promise.resolve(unsecuredToken(subject)));
  throw new ConfigError(
    "sasl.mechanism=OAUTHBEARER needs sasl.oauthbearer.token.endpoint.url, or (for tests) " +
      'unsecuredLoginStringClaim_sub="…" in sasl.jaas.config',
  );
}

function bearer(token: () => Promise<string>): SASLOptions {
  return { mechanism: "oauthbearer", oauthBearerProvider: async () => ({ value: await token() }) };
}
