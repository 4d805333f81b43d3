import { type ConfigKey, oneOf, oneOfIgnoringCase } from "../../connect/index.ts";
import { saslMechanisms } from "./sasl.ts";

const pemOnly = {
  ...oneOf("PEM"),
  check: (value: unknown) =>
    value === null || value === "PEM"
      ? undefined
      : "Only PEM is supported: write JKS and PKCS12 files out as PEM (keytool -exportcert -rfc, openssl pkcs12)",
};

const text = (doc: string) =>
  ({ type: "STRING", default: null, importance: "MEDIUM", doc }) satisfies ConfigKey<"STRING">;

const secret = (doc: string) =>
  ({ type: "PASSWORD", default: null, importance: "MEDIUM", doc }) satisfies ConfigKey<"PASSWORD">;

/** Kafka's client properties for TLS and SASL (https://kafka.apache.org/documentation/#security). */
export const securityKeys = {
  "security.protocol": {
    type: "STRING",
    default: "PLAINTEXT",
    importance: "HIGH",
    doc: "How to talk to Kafka: with TLS (`SSL`), with a login (`SASL_…`), with both, with neither.",
    validator: oneOfIgnoringCase("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
  },
  "ssl.truststore.type": {
    type: "STRING",
    default: null,
    importance: "MEDIUM",
    doc: "Form of the trust store: `PEM`.",
    validator: pemOnly,
  },
  "ssl.truststore.location": text("File with the certificates of trusted authorities, PEM."),
  "ssl.truststore.certificates": text(
    "Certificates of trusted authorities, PEM. Neither this nor a location: those that Node trusts.",
  ),
  "ssl.keystore.type": {
    type: "STRING",
    default: null,
    importance: "MEDIUM",
    doc: "Form of the key store: `PEM`.",
    validator: pemOnly,
  },
  "ssl.keystore.location": text("File with the client's private key and its certificates, PEM."),
  "ssl.keystore.key": secret("The client's private key, PEM."),
  "ssl.keystore.certificate.chain": text("The client's certificates, PEM."),
  "ssl.key.password": secret("Password of the private key, if it is encrypted."),
  "ssl.endpoint.identification.algorithm": {
    type: "STRING",
    default: "https",
    importance: "LOW",
    doc: "`https`: the certificate must be for the host that was asked for. Nothing: for any host.",
    validator: oneOfIgnoringCase("https", ""),
  },
  "sasl.mechanism": {
    type: "STRING",
    default: null,
    importance: "HIGH",
    doc: "How to log in. Kafka's default, GSSAPI (Kerberos), is not supported. `AWS_MSK_IAM`: with the IAM identity of the process.",
    validator: {
      ...oneOf(...saslMechanisms),
      check: (value: unknown) => (value === null ? undefined : oneOf(...saslMechanisms).check(value)),
    },
  },
  "sasl.jaas.config": secret(
    'Login module and credentials: `org.apache.kafka.common.security.scram.ScramLoginModule required username="…" password="…";`, ' +
      "`…plain.PlainLoginModule …`, `software.amazon.msk.auth.iam.IAMLoginModule required;`, " +
      '`…oauthbearer.OAuthBearerLoginModule required clientId="…" clientSecret="…" scope="…";`',
  ),
  "sasl.oauthbearer.token.endpoint.url": text("Where OAUTHBEARER gets its token (client credentials grant)."),
  "sasl.login.callback.handler.class": {
    type: "CLASS",
    default: null,
    importance: "LOW",
    doc: "`software.amazon.msk.auth.iam.IAMOAuthBearerLoginCallbackHandler` with OAUTHBEARER means MSK's IAM; other classes have no effect.",
  },
} as const satisfies Record<string, ConfigKey<"STRING"> | ConfigKey<"PASSWORD"> | ConfigKey<"CLASS">>;
