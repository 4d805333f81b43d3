import { expect, test } from "vitest";
import { ConnectError } from "../../lib/connect/index.ts";
import type { Logger } from "../../lib/ports/index.ts";

/** A line of the log. */
export interface LoggedLine {
  readonly level: string;
  /** Everything that an operator reads of it. */
  readonly text: string;
}

export interface LoggerUnderTest {
  readonly logger: Logger;
  /** Every line so far. */
  readonly lines: () => readonly LoggedLine[];
}

/**
 * What every Logger does.
 *
 * @param open Gives a logger that writes every level. Called once a test.
 */
export function loggerContract(open: () => LoggerUnderTest): void {
  test("writes one line a call, with its level, message and facts", () => {
    const { logger, lines } = open();
    for (const level of ["debug", "info", "warn", "error"] as const) {
      logger[level](`message of ${level}`, {
        topic: `topic of ${level}`,
        records: 12_345,
        slow: true,
        none: undefined,
      });
    }
    expect(lines().map(({ level }) => level)).toEqual(["debug", "info", "warn", "error"]);
    for (const { level, text } of lines()) {
      expect(text).toContain(`message of ${level}`);
      expect(text).toContain(`topic of ${level}`);
      expect(text).toContain("12345");
    }
  });

  test("a child says its fields in every line, whoever made it and the other children don't", () => {
    const { logger, lines } = open();
    const connector = logger.child({ connector: "orders" });
    connector.child({ task: 71, topic: "of a child" }).info("of the task");
    connector.child({ task: 82 }).warn("of another task", { topic: "t" });
    connector.info("of the connector");
    logger.info("of the worker");
    const texts = lines().map(({ text }) => text);
    expect(texts.map((text) => text.includes("orders"))).toEqual([true, true, true, false]);
    expect(texts.map((text) => /\b71\b/.test(text))).toEqual([true, false, false, false]);
    expect(texts.map((text) => text.includes("of a child"))).toEqual([true, false, false, false]);
    expect(texts.map((text) => /\b82\b/.test(text))).toEqual([false, true, false, false]);
  });

  test("the unexpected is shown with its name and the place where it was thrown", () => {
    const { logger, lines } = open();
    const thrownHere = (): Error => new TypeError("no such thing");
    logger.error("unexpected", {}, thrownHere());
    logger.warn("unexpected", {}, thrownHere());
    for (const { text } of lines()) {
      expect(text).toContain("TypeError");
      expect(text).toContain("no such thing");
      expect(text).toContain("thrownHere");
    }
    expect(lines()).toHaveLength(2);
  });

  test("takes whatever was thrown", () => {
    const { logger, lines } = open();
    for (const thrown of [new ConnectError("on purpose"), "a text", 7, null, undefined, { odd: true }]) {
      logger.error("broke", {}, thrown);
      logger.warn("broke", {}, thrown);
    }
    expect(lines()).toHaveLength(12);
    for (const { text } of lines()) expect(text).toContain("broke");
  });
}
