import { describe, expect, test } from "vitest";
import { judgeTable } from "../../chaos/judge/judge-table.ts";
import { describeFaults } from "../../chaos/judge/report.ts";
import { rowText } from "../../chaos/source/source-table.ts";

const table = { name: "orders_1", topic: "chaos-orders_1" };

const record = (value: string, n: number) => ({
  partition: 0,
  offset: BigInt(n),
  timestamp: BigInt(1000 + n),
  key: null,
  value,
  headers: [],
});

/** The verdict on a topic that holds these ids, in this order. */
const judged = (lastId: number, ids: readonly number[]) =>
  judgeTable(
    table,
    lastId,
    ids.map((id, n) => record(JSON.stringify({ id, text: rowText("orders_1", id) }), n)),
  );

const found = (lastId: number, ids: readonly number[]) => {
  const { lost, doubled, outOfOrder, foreign } = judged(lastId, ids);
  return { lost, doubled, outOfOrder, foreign: foreign.length };
};

const nothing = { lost: [], doubled: 0, outOfOrder: [], foreign: 0 };

describe("a topic beside its table", () => {
  test("nothing is wrong when every row is there once, in order", () => {
    expect(found(4, [1, 2, 3, 4])).toEqual(nothing);
    expect(describeFaults(judged(4, [1, 2, 3, 4]))).toEqual([]);
  });

  test("rows that are sent again from an earlier one on are doubled, in order all the same", () => {
    expect(found(5, [1, 2, 3, 2, 3, 4, 5])).toEqual({ ...nothing, doubled: 2 });
  });

  test("a zombie's late copies are doubled, not out of order", () => {
    expect(found(4, [1, 2, 3, 4, 2, 3])).toEqual({ ...nothing, doubled: 2 });
  });

  test("rows are lost in the middle and at the end", () => {
    expect(found(5, [1, 3, 4])).toEqual({ ...nothing, lost: [2, 5] });
  });

  test("a row whose first copy comes after a higher id is out of order", () => {
    expect(found(4, [1, 3, 2, 4])).toEqual({ ...nothing, outOfOrder: [2] });
  });

  test.each([
    ["an id beyond the last", JSON.stringify({ id: 9, text: rowText("orders_1", 9) })],
    ["another table's row", JSON.stringify({ id: 2, text: rowText("orders_2", 2) })],
    ["another row's text", JSON.stringify({ id: 2, text: rowText("orders_1", 1) })],
    ["no JSON", "row 2"],
  ])("%s is no row of the table", (_, value) => {
    expect(judgeTable(table, 3, [record(value, 0)]).foreign).toHaveLength(1);
  });

  test("the report names the ids and where their neighbours' copies lie", () => {
    expect(describeFaults(judged(6, [1, 2, 2, 6]))).toEqual([
      "Table orders_1: 3 of 6 rows lost, in 1 ranges:",
      "  ids 3 to 5",
      "    2: partition 0 offset 1 timestamp 1001; partition 0 offset 2 timestamp 1002",
      "    3: nowhere",
      "    5: nowhere",
      "    6: partition 0 offset 3 timestamp 1003",
    ]);
  });
});
