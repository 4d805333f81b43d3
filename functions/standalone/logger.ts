import { pino } from "pino";
import pretty from "pino-pretty";
import { createPinoLogger } from "../../lib/adapters/pino/logger.ts";
import type { Logger } from "../../lib/ports/index.ts";

/** Log lines for a terminal or a file: `[time] LEVEL [connector|task-0] message`. Level by `LOG_LEVEL`, default info. */
export function createStandaloneLogger(level = process.env["LOG_LEVEL"]?.toLowerCase() ?? "info"): Logger {
  const stream = pretty({
    sync: true,
    destination: 2,
    colorize: process.stderr.isTTY,
    ignore: "pid,hostname",
    translateTime: "UTC:yyyy-mm-dd HH:MM:ss.l",
    singleLine: true,
  });
  return createPinoLogger(pino({ level }, stream));
}
