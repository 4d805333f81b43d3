import type { Logger as Powertools } from "@aws-lambda-powertools/logger";
import type { LogFields, Logger } from "../../ports/logger.ts";

/** A logger that writes one JSON object a line, with the fields of its parents in each. */
export function createPowertoolsLogger(powertools: Powertools): Logger {
  const extra = (fields: LogFields, error?: unknown): Record<string, unknown> =>
    error instanceof Error ? { ...fields, error } : { ...fields };
  return {
    debug: (message, fields = {}) => powertools.debug(message, extra(fields)),
    info: (message, fields = {}) => powertools.info(message, extra(fields)),
    warn: (message, fields = {}, error) => powertools.warn(message, extra(fields, error)),
    error: (message, fields = {}, error) => powertools.error(message, extra(fields, error)),
    child: (fields) => createPowertoolsLogger(powertools.createChild({ persistentKeys: { ...fields } })),
  };
}
