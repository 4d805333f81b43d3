import { Token } from "aws-cdk-lib";
import { type ConfigDef, ConfigError, type ConfigProps } from "../lib/connect/index.ts";
import { fileStreamSource } from "../lib/connectors/index.ts";
import { connectorConfig } from "../lib/worker/config/connector-config.ts";
import { plaintextSecretMessage, plaintextSecrets } from "../lib/worker/config/plaintext-secrets.ts";
import type { Plugins } from "../lib/worker/config/plugins.ts";
import type { UnknownKey } from "../lib/worker/config/unknown-keys.ts";
import { validateConnector } from "../lib/worker/config/validate-connector.ts";
import { workerErrors } from "../lib/worker/config/validate-worker.ts";
import { unknownWorkerKeys, workerConfig, workerConfigWarnings } from "../lib/worker/config/worker-config.ts";

const noStandardInput =
  'Missing required configuration "file": without it FileStreamSource reads standard input, which a function has none of';

/**
 * Checks a connector's configuration while the template is made, so that a mistake never reaches AWS. Values that are
 * not known yet, CDK tokens, pass.
 *
 * @returns what is odd but no mistake, one sentence each.
 * @throws ConfigError with one sentence that names connector, key, value and what is valid; a line each if there are more.
 */
export function validateAtSynth(connector: string, props: ConfigProps, plugins: Plugins): readonly string[] {
  const { errors, warnings, unknown, plugin } = validateConnector(props, plugins);
  const definition = plugin ? plugin.config.with(connectorConfig) : connectorConfig;
  const mistakes = [
    ...errors,
    ...misspellings(props, unknown),
    ...secretsOf(props, definition),
    ...(plugin === fileStreamSource && !props["file"] ? [noStandardInput] : []),
  ];
  throwMistakes(`Connector ${connector}`, mistakes, props);
  return warnings.map((warning) => `Connector ${connector}: ${ended(warning)}`);
}

/** The same for the worker configuration. @throws ConfigError */
export function validateWorkerAtSynth(worker: ConfigProps, plugins: Plugins): readonly string[] {
  const mistakes = [
    ...workerErrors(worker, workerConfig, plugins),
    ...misspellings(worker, unknownWorkerKeys(worker, workerConfig, plugins)),
    ...secretsOf(worker, workerConfig),
  ];
  throwMistakes("Worker configuration", mistakes, worker);
  return workerConfigWarnings(worker, workerConfig, plugins).map(ended);
}

function throwMistakes(what: string, mistakes: readonly string[], props: ConfigProps): void {
  const unknown = Object.entries(props).filter(([, value]) => isUnknown(value));
  const real = mistakes.filter(
    (mistake) =>
      !unknown.some(([key, value]) => mistake.includes(`configuration ${key}:`) || mistake.includes(`${value}`)),
  );
  if (real.length > 0) throw new ConfigError(real.map((mistake) => `${what}: ${ended(mistake)}`).join("\n"));
}

const isUnknown = (value: string | null): boolean => value !== null && Token.isUnresolved(value);

/**
 * Unknown keys that resemble a known one. Others are no mistake: stock configurations carry keys of plug-ins and
 * products that mean nothing here, and get a warning.
 */
function misspellings(props: ConfigProps, unknown: readonly UnknownKey[]): string[] {
  return unknown.flatMap(({ key, nearest }) => {
    if (nearest === undefined) return [];
    const value = /password|secret|jaas|token|key$/i.test(key) ? "[hidden]" : props[key];
    return [`Unknown configuration ${key} with the value ${value}: did you mean ${nearest}?`];
  });
}

function secretsOf(props: ConfigProps, definition: ConfigDef): string[] {
  const known = Object.fromEntries(Object.entries(props).filter(([, value]) => !Token.isUnresolved(value)));
  return plaintextSecrets(known, definition).map(plaintextSecretMessage);
}

const ended = (sentence: string): string => (/[.?!]$/.test(sentence) ? sentence : `${sentence}.`);
