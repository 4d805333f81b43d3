import { expect, test } from "vitest";
import { UnknownHostError } from "../../../../lib/adapters/kafkajs/connection-error.ts";
import { decisiveFailure } from "../../../../lib/adapters/kafkajs/decisive-failure.ts";
import { ConfigError, ConnectError } from "../../../../lib/connect/index.ts";

const unknown = new UnknownHostError("The host is not known", undefined);
const down = new ConnectError("The connection was refused", { retriable: true });
const wrong = new ConfigError("The login was refused");

test.each([
  { failures: [wrong, down], reached: true, decisive: wrong },
  { failures: [down, unknown, wrong], reached: false, decisive: wrong },
  { failures: [down, unknown], reached: false, decisive: down },
  { failures: [unknown, down], reached: true, decisive: down },
  { failures: [unknown, unknown], reached: true, decisive: unknown },
])("$failures with reached=$reached", ({ failures, reached, decisive }) => {
  expect(decisiveFailure(failures, reached)).toBe(decisive);
});

test("hosts of which none is known, and nobody was ever reached: a wrong setting", () => {
  expect(decisiveFailure([unknown, unknown], false)).toMatchObject({
    name: "ConfigError",
    message: unknown.message,
    retriable: false,
  });
});
