import type { Logger as Pino } from "pino";
import { ConnectError } from "../../connect/errors.ts";
import type { LogFields, Logger } from "../../ports/logger.ts";

/** A logger on pino, whose every line begins with Kafka Connect's own context: `[name|task-0]` (connect.md §8.6). */
export function createPinoLogger(pino: Pino, context: LogFields = {}): Logger {
  const text = (message: string): string => contextOf(context) + message;
  const { connector: _connector, task: _task, ...kept } = context;
  // What was thrown on purpose says everything in its message; only of the unexpected the place matters.
  const extra = (fields: LogFields, error?: unknown): object =>
    error instanceof Error && !(error instanceof ConnectError)
      ? { ...kept, ...fields, err: error }
      : { ...kept, ...fields };
  return {
    debug: (message, fields = {}) => pino.debug(extra(fields), text(message)),
    info: (message, fields = {}) => pino.info(extra(fields), text(message)),
    warn: (message, fields = {}, error) => pino.warn(extra(fields, error), text(message)),
    error: (message, fields = {}, error) => pino.error(extra(fields, error), text(message)),
    child: (fields) => createPinoLogger(pino, { ...context, ...fields }),
  };
}

function contextOf({ connector, task }: LogFields): string {
  if (connector === undefined) return "";
  return task === undefined ? `[${connector}|worker] ` : `[${connector}|task-${task}] `;
}
