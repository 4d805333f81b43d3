import { ConnectError } from "../../../connect/index.ts";

const BUSY = 5;
const LOCKED = 6;
const IO_ERROR = 10;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** An error of `node:sqlite` in one sentence; retriable where another process holds the file. */
export function sqliteError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return error;
  const code = error.errcode & 0xff;
  if (code === CANNOT_OPEN) {
    return new ConnectError(
      `The SQLite file ${path} (connection.url) can't be opened: is there such a file, and may it be read?`,
      {
        cause: error,
      },
    );
  }
  if (code === NOT_A_DATABASE) {
    return new ConnectError(`The file ${path} (connection.url) is no SQLite database`, { cause: error });
  }
  const retriable = code === BUSY || code === LOCKED || code === IO_ERROR;
  return new ConnectError(`SQLite refused a statement on ${path}: ${error.message}`, { cause: error, retriable });
}
