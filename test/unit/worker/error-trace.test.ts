import { expect, test } from "vitest";
import { ConnectError } from "../../../lib/connect/index.ts";
import { errorMessage, errorTrace } from "../../../lib/worker/index.ts";

test("a message quotes each cause once", () => {
  const cause = new ConnectError("No connection to Kafka", { cause: new Error("refused") });
  expect(errorMessage(new ConnectError("No connection to Kafka", { cause }))).toBe("No connection to Kafka (refused)");
  expect(errorMessage(new ConnectError("Sending failed: No connection to Kafka", { cause }))).toBe(
    "Sending failed: No connection to Kafka (refused)",
  );
  expect(errorMessage("text")).toBe('"text"');
});

test("a trace names every cause and where the outermost error was thrown", () => {
  const trace = errorTrace(new ConnectError("outside", { cause: new TypeError("inside") }));
  expect(trace).toMatch(/^ConnectError: outside\nCaused by: TypeError: inside\n\s+at .*error-trace\.test\.ts/);
});
