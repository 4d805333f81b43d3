import { expect, test } from "vitest";
import { parseJaas } from "../../../../lib/adapters/kafkajs/jaas.ts";

test.each([
  [
    `org.apache.kafka.common.security.scram.ScramLoginModule required username="alice" password="s;e=c r'et";`,
    { username: "alice", password: "s;e=c r'et" },
  ],
  [
    String.raw`a.b.C required password="with \"quotes\" and \\";`,
    { password: String.raw`with "quotes" and \ `.trim() },
  ],
  ["a.b.C REQUIRED username='single' password=bare ;", { username: "single", password: "bare" }],
  ["software.amazon.msk.auth.iam.IAMLoginModule required;", {}],
  ['a.b.C\n  required\n  username="alice"\n  password = "x";\n', { username: "alice", password: "x" }],
])("reads %j", (text, options) => {
  expect(parseJaas(text)).toEqual({ module: text.split(/\s/)[0], options });
});

test.each([
  "",
  "a.b.C",
  `a.b.C required username="alice"`,
  `a.b.C required username="alice" password="secret`,
  `a.b.C required username "secret";`,
  `a.b.C perhaps username="secret";`,
])("refuses %j without showing it", (text) => {
  expect(() => parseJaas(text)).toThrow(/sasl\.jaas\.config/);
  expect(() => parseJaas(text)).not.toThrow(/secret/);
});
