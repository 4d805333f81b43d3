import { ConfigError, type ConfigProps } from "../../lib/connect/index.ts";
import { connectorConfig } from "../../lib/worker/config/connector-config.ts";
import type { Plugins } from "../../lib/worker/index.ts";
import { plaintextSecretMessage, plaintextSecrets } from "../../lib/worker/config/plaintext-secrets.ts";
import { validateConnector } from "../../lib/worker/config/validate-connector.ts";

/**
 * Checks a configuration as it arrives, since a value that was a CDK token when the template was made is only known
 * now: what is invalid, or holds a secret as plain text, must not be stored (DESIGN §5).
 *
 * @throws ConfigError with one sentence that names connector and key; a line each if there are more. Shows no secret.
 */
export function requireStorable(connector: string, props: ConfigProps, plugins: Plugins): void {
  const { errors, plugin } = validateConnector(props, plugins);
  const definition = plugin ? plugin.config.with(connectorConfig) : connectorConfig;
  const mistakes = [...plaintextSecrets(props, definition).map(plaintextSecretMessage), ...errors];
  if (mistakes.length > 0) throw new ConfigError(mistakes.map((text) => `Connector ${connector}: ${text}`).join("\n"));
}
