import { expect, test } from "vitest";
import { postgresError } from "../../../../lib/connectors/jdbc/dialects/postgresql-errors.ts";

const error = (message: string, code?: string): Error => Object.assign(new Error(message), code ? { code } : {});

test.each([
  [error("permission denied for table session_timeout", "42501"), false],
  [error('column "timeout" does not exist', "42703"), false],
  [error("canceling statement due to statement timeout", "57014"), true],
  [error("canceling statement due to user request", "57014"), false],
  [error("terminating connection due to administrator command", "57P01"), true],
  [error("Connection terminated unexpectedly"), true],
  [error("connect ECONNREFUSED", "ECONNREFUSED"), true],
  [error("password authentication failed", "28P01"), false],
])("%s: retriable %s", (cause, retriable) => {
  expect(postgresError("Reading", cause)).toMatchObject({ retriable });
});
