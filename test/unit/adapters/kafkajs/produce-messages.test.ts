import { expect, test } from "vitest";
import { encodeProduceRequest } from "../../../../lib/adapters/kafkajs/produce-request.ts";
import { decodeProduceResponse } from "../../../../lib/adapters/kafkajs/produce-response.ts";

test("a request holds the batches by topic, each length where it belongs, and copies no record", () => {
  const batch = (topic: string, partition: number) => ({
    topic,
    partition,
    header: Buffer.from("HH"),
    records: Buffer.from("RRR"),
  });
  const batches = [batch("a", 0), batch("b", 7), batch("a", 1)];
  const chunks = encodeProduceRequest({ version: 8, correlationId: 9, clientId: "c", timeoutMs: 30, batches });
  for (const { records } of batches) expect(chunks).toContain(records);
  const hex = Buffer.concat(chunks).toString("hex");
  const data = `${Buffer.from("HH").toString("hex")}${Buffer.from("RRR").toString("hex")}`;
  const body = [
    "0000 0008 00000009 000163",
    "ffff ffff 0000001e 00000002",
    `000161 00000002 00000000 00000005 ${data} 00000001 00000005 ${data}`,
    `000162 00000001 00000007 00000005 ${data}`,
  ]
    .join("")
    .replaceAll(" ", "");
  expect(hex).toBe((body.length / 2).toString(16).padStart(8, "0") + body);
});

const partitionResult = (code: string, offset: string) => `00000003${code}${offset}${"ff".repeat(8)}${"00".repeat(8)}`;

test("an answer of version 7 gives code and offset of each partition, and how long to hold back", () => {
  const hex = `0000000100017400000001${partitionResult("0000", "0000000100000000")}00000064`;
  expect(decodeProduceResponse(Buffer.from(hex, "hex"), 7)).toEqual({
    results: [{ topic: "t", partition: 3, errorCode: 0, baseOffset: 2n ** 32n, errorMessage: undefined }],
    throttleMs: 100,
  });
});

test("an answer of version 8 gives the broker's sentence, of the record before that of the batch", () => {
  const text = (value: string) => value.length.toString(16).padStart(4, "0") + Buffer.from(value).toString("hex");
  const record = `0000000100000002${text("bad record")}`;
  const first = partitionResult("0057", "ff".repeat(8)) + record + text("bad batch");
  const second = `${partitionResult("0057", "ff".repeat(8))}00000000${text("bad batch")}`;
  const third = `${partitionResult("0000", "00".repeat(8))}00000000ffff`;
  const hex = `0000000100017400000003${first}${second}${third}00000000`;
  const { results } = decodeProduceResponse(Buffer.from(hex, "hex"), 8);
  expect(results.map(({ errorMessage }) => errorMessage)).toEqual(["bad record", "bad batch", undefined]);
});
