import type { SASLOptions } from "kafkajs";
import { describe, expect, inject, test } from "vitest";
import { roundTrip } from "../../support/kafka-round-trip.ts";

const { bootstrap, secure } = inject("kafka");
const { username, password } = secure;
const tls = { brokers: [secure.bootstrap], ssl: { ca: [secure.caPem] } };

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

function unsecuredToken(): string {
  const now = Math.floor(Date.now() / 1000);
  return `${encode({ alg: "none" })}.${encode({ sub: "alice", iat: now, exp: now + 600 })}.`;
}

const mechanisms: SASLOptions[] = [
  { mechanism: "plain", username, password },
  { mechanism: "scram-sha-256", username, password },
  { mechanism: "scram-sha-512", username, password },
  { mechanism: "oauthbearer", oauthBearerProvider: async () => ({ value: unsecuredToken() }) },
];

describe("the local Kafka", () => {
  test("takes and gives records without security", async () => {
    await expect(roundTrip({ brokers: [bootstrap] })).resolves.toEqual(["hello"]);
  });

  test.each(mechanisms)("takes and gives records by TLS and $mechanism", async (sasl) => {
    await expect(roundTrip({ ...tls, sasl })).resolves.toEqual(["hello"]);
  });

  test("refuses a wrong password", async () => {
    const sasl = { mechanism: "scram-sha-256", username, password: "wrong" } as const;
    await expect(roundTrip({ ...tls, sasl })).rejects.toThrow(/authentication failed/i);
  });

  test("is not trusted without its authority", async () => {
    const sasl = { mechanism: "scram-sha-256", username, password } as const;
    const untrusting = { brokers: [secure.bootstrap], ssl: true, sasl, retry: { retries: 1 } };
    await expect(roundTrip(untrusting)).rejects.toThrow(/certificate/);
  });
});
