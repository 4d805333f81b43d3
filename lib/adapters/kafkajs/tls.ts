import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { ConfigError } from "../../connect/index.ts";
import type { ClientConfig } from "./client-config.ts";

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/;

/** Node's TLS options from the `ssl.*` properties. @throws ConfigError naming the property whose file or text can't be used. */
export function readTls(config: ClientConfig): ConnectionOptions {
  const ca = certificates(config, "ssl.truststore.certificates", "ssl.truststore.location");
  const cert = certificates(config, "ssl.keystore.certificate.chain", "ssl.keystore.location");
  const key = privateKey(config);
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigError(
      `ssl.keystore.${cert ? "certificate.chain" : "key"} is set, but the ${cert ? "private key" : "certificate"} is missing: ` +
        "both belong together, as ssl.keystore.key and ssl.keystore.certificate.chain or in the file of ssl.keystore.location",
    );
  }
  const passphrase = config["ssl.key.password"]?.value;
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(config["ssl.endpoint.identification.algorithm"] === "" ? { checkServerIdentity: () => undefined } : {}),
  };
}

function certificates(
  config: ClientConfig,
  textKey: "ssl.truststore.certificates" | "ssl.keystore.certificate.chain",
  fileKey: "ssl.truststore.location" | "ssl.keystore.location",
): string[] | undefined {
  const text = config[textKey];
  const file = config[fileKey];
  if (text === null && file === null) return undefined;
  const found = (text ?? readFile(fileKey, file ?? "")).match(CERTIFICATES);
  if (found) return [...found];
  throw new ConfigError(
    `${text === null ? fileKey : textKey} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`,
  );
}

function privateKey(config: ClientConfig): string | undefined {
  const text = config["ssl.keystore.key"]?.value;
  const file = config["ssl.keystore.location"];
  if (text === undefined && file === null) return undefined;
  const [found] = PRIVATE_KEY.exec(text ?? readFile("ssl.keystore.location", file ?? "")) ?? [];
  if (found !== undefined) return found;
  const name = text === undefined ? "ssl.keystore.location" : "ssl.keystore.key";
  throw new ConfigError(`${name} holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)`);
}

function readFile(key: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new ConfigError(`The file ${file} of ${key} can't be read: make it readable for this process`, { cause });
  }
}
