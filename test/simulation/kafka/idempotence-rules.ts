import { expect, test } from "vitest";
import type { RawBatch, SendRaw } from "./idempotence-script.ts";

const OUT_OF_ORDER_SEQUENCE = 45;
const INVALID_PRODUCER_EPOCH = 47;

const batch = (sequence: number, parts: Partial<RawBatch> = {}): RawBatch => ({
  producer: 0,
  epoch: 1,
  sequence,
  count: 1,
  ...parts,
});

/**
 * How a partition's leader tells repeated batches from new ones (KIP-98), as far as the sender relies on it.
 *
 * @param open Gives a partition that is empty. Called once a test.
 */
export function idempotenceRules(open: () => Promise<SendRaw>): void {
  /** Sends them and gives the offset or the error of each. */
  const answers = async (batches: readonly RawBatch[]): Promise<(bigint | number)[]> => {
    const send = await open();
    const given: (bigint | number)[] = [];
    for (const one of batches) {
      const { errorCode, baseOffset } = await send(one);
      given.push(errorCode === 0 ? baseOffset : errorCode);
    }
    return given;
  };

  test("a repeated batch gets the answer of the first one, among the last five", async () => {
    const batches = [0, 1, 2, 3, 4, 5].map((sequence) => batch(sequence));
    const written = [0n, 1n, 2n, 3n, 4n, 5n];
    expect(await answers([...batches, batch(5), batch(1), batch(0)])).toEqual([
      ...written,
      5n,
      1n,
      OUT_OF_ORDER_SEQUENCE,
    ]);
  });

  test("a batch after a gap is refused until the gap is filled", async () => {
    expect(await answers([batch(0, { count: 2 }), batch(3), batch(2), batch(3)])).toEqual([
      0n,
      OUT_OF_ORDER_SEQUENCE,
      2n,
      3n,
    ]);
  });

  test("part of a batch is not the batch", async () => {
    expect(await answers([batch(0, { count: 3 }), batch(0, { count: 2 }), batch(1, { count: 2 })])).toEqual([
      0n,
      OUT_OF_ORDER_SEQUENCE,
      OUT_OF_ORDER_SEQUENCE,
    ]);
  });

  test("a producer that is not known begins with any number", async () => {
    expect(await answers([batch(7), batch(0), batch(8)])).toEqual([0n, OUT_OF_ORDER_SEQUENCE, 1n]);
  });

  test("after 2^31 - 1 comes 0", async () => {
    const last = 2 ** 31 - 1;
    expect(await answers([batch(last - 1, { count: 3 }), batch(1), batch(last - 1, { count: 3 })])).toEqual([
      0n,
      3n,
      0n,
    ]);
  });

  test("a newer epoch begins with 0, and an older one is refused from then on", async () => {
    expect(
      await answers([
        batch(0),
        batch(1, { epoch: 2 }),
        batch(1),
        batch(0, { epoch: 2 }),
        batch(2),
        batch(1),
        batch(1, { epoch: 2 }),
      ]),
    ).toEqual([0n, OUT_OF_ORDER_SEQUENCE, 1n, 2n, INVALID_PRODUCER_EPOCH, INVALID_PRODUCER_EPOCH, 3n]);
  });

  test("producers do not know of each other", async () => {
    expect(await answers([batch(0), batch(0, { producer: 1 }), batch(1), batch(0, { producer: 1 })])).toEqual([
      0n,
      1n,
      2n,
      1n,
    ]);
  });
}
