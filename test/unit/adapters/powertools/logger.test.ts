import { Logger } from "@aws-lambda-powertools/logger";
import { expect, onTestFinished, test, vi } from "vitest";
import { createPowertoolsLogger } from "../../../../lib/adapters/powertools/logger.ts";
import { ConnectError } from "../../../../lib/connect/errors.ts";
import { loggerContract, type LoggedLine } from "../../../contracts/logger.ts";

loggerContract(() => {
  const lines: LoggedLine[] = [];
  for (const method of ["debug", "info", "warn", "error"] as const) {
    const spy = vi
      .spyOn(console, method)
      .mockImplementation((text: string) => void lines.push({ level: method, text }));
    onTestFinished(() => spy.mockRestore());
  }
  const logger = createPowertoolsLogger(new Logger({ serviceName: "sluice", logLevel: "DEBUG" }));
  return { logger, lines: () => lines };
});

test("every line of a child carries connector and task, and an error its causes", () => {
  const lines: unknown[] = [];
  for (const method of ["info", "error"] as const) {
    vi.spyOn(console, method).mockImplementation((text: string) => void lines.push(JSON.parse(text)));
  }
  const logger = createPowertoolsLogger(new Logger({ serviceName: "sluice", logLevel: "INFO" }));
  const child = logger.child({ connector: "c" }).child({ task: 2 });
  child.info("begins", { topic: "t" });
  child.error("broke", {}, new ConnectError("outside", { cause: new Error("inside") }));
  logger.info("no task");
  vi.restoreAllMocks();
  expect(lines).toMatchObject([
    { level: "INFO", message: "begins", connector: "c", task: 2, topic: "t" },
    {
      level: "ERROR",
      message: "broke",
      connector: "c",
      task: 2,
      error: { message: "outside", cause: { message: "inside" } },
    },
    { level: "INFO", message: "no task" },
  ]);
  expect(lines[2]).not.toHaveProperty("connector");
});
