/** Kafka Connect's exit codes in standalone mode; after a signal the process ends with 128 and its number. */
export const exitCodes = {
  /** Wrong arguments. */
  usage: 1,
  /** A task failed, with `sluice.run.mode=drain`; otherwise a failed task ends no process. */
  failed: 1,
  /** The worker can't start: its file, its keys, its offset file. */
  worker: 2,
  /** A connector file is refused. */
  connector: 3,
} as const;

/** An error that decides how the process ends. */
export class ExitError extends Error {
  override readonly name = "ExitError";
  readonly code: number;
  override readonly cause: unknown;

  constructor(code: number, cause: unknown) {
    super(`exit code ${code}`);
    this.code = code;
    this.cause = cause;
  }
}

/** Does something whose failure ends the process with that code. @throws ExitError */
export function withExitCode<T>(code: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new ExitError(code, error);
  }
}
