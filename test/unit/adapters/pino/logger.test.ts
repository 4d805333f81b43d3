import { pino } from "pino";
import { expect, test } from "vitest";
import { createPinoLogger } from "../../../../lib/adapters/pino/logger.ts";
import { ConnectError } from "../../../../lib/connect/errors.ts";
import { loggerContract, type LoggedLine } from "../../../contracts/logger.ts";

loggerContract(() => {
  const lines: LoggedLine[] = [];
  const formatters = { level: (level: string) => ({ level }) };
  const write = (text: string): void => void lines.push({ level: String(JSON.parse(text).level), text });
  return { logger: createPinoLogger(pino({ base: null, level: "debug", formatters }, { write })), lines: () => lines };
});

test("lines begin with Kafka Connect's context; only the unexpected shows where it was thrown", () => {
  const lines: Record<string, unknown>[] = [];
  const logger = createPinoLogger(pino({ base: null }, { write: (text) => void lines.push(JSON.parse(text)) }));
  const task = logger.child({ connector: "c" }).child({ task: 2 });
  task.info("begins", { topic: "t" });
  logger.child({ connector: "c" }).warn("odd");
  task.error("as expected", {}, new ConnectError("no"));
  task.error("unexpected", {}, new TypeError("oh"));
  logger.info("plain");
  expect(lines.map(({ msg }) => msg)).toEqual([
    "[c|task-2] begins",
    "[c|worker] odd",
    "[c|task-2] as expected",
    "[c|task-2] unexpected",
    "plain",
  ]);
  expect(lines[0]).toMatchObject({ topic: "t" });
  expect(lines[2]).not.toHaveProperty("err");
  expect(lines[3]).toMatchObject({ err: { type: "TypeError" } });
});
