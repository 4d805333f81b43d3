/** Facts that go with a message: connector, task, topic, counts. Never a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** What an operator reads. Normal operation is quiet: a line a task run, no line a batch. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields, error?: unknown): void;
  error(message: string, fields?: LogFields, error?: unknown): void;
  /** A logger whose every line carries these fields too. */
  child(fields: LogFields): Logger;
}
