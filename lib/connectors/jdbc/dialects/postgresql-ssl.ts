import { readFile } from "node:fs/promises";
import type { ConnectionOptions } from "node:tls";
import { ConfigError } from "../../../connect/index.ts";

/** One way to connect: without TLS, or with these options. */
export type SslAttempt = false | ConnectionOptions;

/**
 * The ways that pgjdbc's `sslmode` and its companions ask for, in the order in which to try them (connectors.md §1.2):
 * `prefer`, the default, is TLS if the server has it.
 *
 * @param property The driver property of that name.
 * @throws ConfigError for an unknown mode or a certificate that can't be read.
 */
export async function sslAttempts(property: (name: string) => string | undefined): Promise<SslAttempt[]> {
  const ssl = property("ssl");
  const mode = property("sslmode") ?? (ssl === undefined || ssl === "false" ? "prefer" : "verify-full");
  const files = {
    ...(await pem("ca", "sslrootcert", property)),
    ...(await pem("cert", "sslcert", property)),
    ...(await pem("key", "sslkey", property)),
  };
  const unverified = { ...files, rejectUnauthorized: false };
  switch (mode) {
    case "disable":
      return [false];
    case "allow":
      return [false, unverified];
    case "prefer":
      return [unverified, false];
    case "require":
      return [unverified];
    case "verify-ca":
      return [{ ...files, rejectUnauthorized: true, checkServerIdentity: () => undefined }];
    case "verify-full":
      return [{ ...files, rejectUnauthorized: true }];
    default:
      throw new ConfigError(
        `Invalid value ${mode} for sslmode (connection.url): valid are disable, allow, prefer, require, verify-ca, verify-full`,
      );
  }
}

async function pem(
  option: "ca" | "cert" | "key",
  name: string,
  property: (name: string) => string | undefined,
): Promise<ConnectionOptions> {
  const file = property(name);
  if (!file) return {};
  try {
    return { [option]: await readFile(file, "utf8") };
  } catch (cause) {
    throw new ConfigError(`The file of ${name} (connection.url), in PEM form, can't be read: ${file}`, { cause });
  }
}
