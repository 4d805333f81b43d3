import fc from "fast-check";
import { expect, test } from "vitest";
import type { EncodedRecord } from "../../../lib/worker/encoded-record.ts";
import { SubmittedRecords } from "../../../lib/worker/submitted-records.ts";
import { textRecord } from "../../support/scripted-connector.ts";

const PLACE = { topic: "t", partition: 0, baseOffset: 0n };

function record(position: number, partition = "p"): EncodedRecord {
  const source = textRecord("v", position, partition);
  return { source, topic: "t", kafkaPartition: 0, key: null, value: Buffer.from("v"), timestamp: null, headers: [] };
}

const key = (partition: string): string => `{"source":"${partition}"}`;

test("commits the last record of the prefix that is acknowledged, and nothing twice", () => {
  const submitted = new SubmittedRecords();
  const [a, b, c] = [{}, {}, {}];
  for (const [position, batch] of [a, a, b, c].entries()) submitted.appended(record(position), batch);
  submitted.acknowledged(b, PLACE);
  expect(submitted.takeCommittable()).toEqual(new Map());
  submitted.acknowledged(a, PLACE);
  expect(submitted.takeCommittable()).toEqual(new Map([[key("p"), '{"position":2}']]));
  expect(submitted.takeCommittable()).toEqual(new Map());
  submitted.acknowledged(c, PLACE);
  expect(submitted.takeCommittable()).toEqual(new Map([[key("p"), '{"position":3}']]));
});

test("an unacknowledged record holds back its own source partition only", () => {
  const submitted = new SubmittedRecords();
  const [a, b] = [{}, {}];
  submitted.appended(record(1, "p"), a);
  submitted.appended(record(1, "q"), b);
  submitted.acknowledged(b, PLACE);
  expect(submitted.takeCommittable()).toEqual(new Map([[key("q"), '{"position":1}']]));
});

test("a record without source partition commits nothing; one without offset resets its partition", () => {
  const submitted = new SubmittedRecords();
  const batch = {};
  const plain = record(1);
  submitted.appended({ ...plain, source: { ...plain.source, sourcePartition: null } }, batch);
  submitted.appended({ ...plain, source: { ...plain.source, sourceOffset: null } }, batch);
  submitted.acknowledged(batch, PLACE);
  expect(submitted.takeCommittable()).toEqual(new Map([[key("p"), null]]));
});

test("for any interleaving: never beyond a record that is not acknowledged, and everything at the end", () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ append: fc.constantFrom("p", "q", "r"), batch: fc.nat(4) }),
      fc.record({ acknowledge: fc.nat(4) }),
      fc.constant("take" as const),
    ),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(steps, (script) => {
      const submitted = new SubmittedRecords();
      // A batch is closed by its acknowledgement: what follows under the same number is a new one.
      const open = new Map<number, object>();
      const acknowledged = new Set<object>();
      const history = new Map<string, object[]>();
      const committed = new Map<string, number>();
      const take = (): void => {
        for (const [partition, offset] of submitted.takeCommittable()) {
          const position = Number(/\d+/.exec(offset ?? "")?.[0]);
          expect(position).toBeGreaterThan(committed.get(partition) ?? -1);
          committed.set(partition, position);
          const upTo = history.get(partition)?.slice(0, position + 1) ?? [];
          expect(upTo.every((batch) => acknowledged.has(batch))).toBe(true);
        }
      };
      const acknowledge = (number: number): void => {
        const batch = open.get(number);
        open.delete(number);
        if (!batch) return;
        acknowledged.add(batch);
        submitted.acknowledged(batch, PLACE);
      };
      for (const step of script) {
        if (step === "take") take();
        else if ("acknowledge" in step) acknowledge(step.acknowledge);
        else {
          const batch = open.get(step.batch) ?? {};
          open.set(step.batch, batch);
          const records = history.get(key(step.append)) ?? [];
          history.set(key(step.append), [...records, batch]);
          submitted.appended(record(records.length, step.append), batch);
        }
      }
      for (const number of open.keys()) acknowledge(number);
      take();
      for (const [partition, records] of history) expect(committed.get(partition)).toBe(records.length - 1);
    }),
  );
});
