import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clientConfig } from "../../../../lib/adapters/kafkajs/client-config.ts";
import { configDocs } from "../../../../lib/connect/index.ts";

test("the page on Kafka shows every property as its definition has it", () => {
  const page = readFileSync(new URL("../../../../lib/adapters/kafkajs/README.md", import.meta.url), "utf8");
  expect(page).toContain(configDocs(clientConfig));
});
