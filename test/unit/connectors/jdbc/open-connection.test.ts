import { expect, test } from "vitest";
import { systemClock } from "../../../../lib/adapters/system/clock.ts";
import { openConnection } from "../../../../lib/connectors/jdbc/open-connection.ts";
import { parseJdbcConfig } from "../../../../lib/connectors/jdbc/validate-jdbc.ts";

test("a database that does not answer may be asked again later, however often it was asked", async () => {
  const given = {
    "connection.url": "jdbc:postgresql://127.0.0.1:1/x",
    "connection.attempts": "2",
    "connection.backoff.ms": "1",
    mode: "bulk",
    "topic.prefix": "p-",
  };
  const warnings: string[] = [];
  const signal = new AbortController().signal;
  const context = { connector: "c", clock: systemClock, signal, warn: (text: string) => void warnings.push(text) };
  await expect(openConnection(parseJdbcConfig(given), given, context)).rejects.toMatchObject({
    retriable: true,
    message: expect.stringMatching(/127\.0\.0\.1:1.*\(tried 2 times\)/),
  });
  expect(warnings).toHaveLength(1);
});
