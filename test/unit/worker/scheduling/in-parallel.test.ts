import { expect, test } from "vitest";
import { inParallel } from "../../../../lib/worker/scheduling/in-parallel.ts";

const turns = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await Promise.resolve();
};

test("does the work for every item, begun in order, with only so many under way", async () => {
  const begun: number[] = [];
  let [underWay, most] = [0, 0];
  await inParallel([0, 1, 2, 3, 4, 5, 6], 3, async (item) => {
    begun.push(item);
    most = Math.max(most, ++underWay);
    await turns(7 - item);
    underWay--;
  });
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect([most, underWay]).toEqual([3, 0]);
});

test("does nothing for no items", async () => {
  await inParallel([], 3, () => Promise.reject(new Error("not to be called")));
});

test("throws the first failure when all others have ended", async () => {
  const ended: number[] = [];
  const work = inParallel([0, 1, 2, 3], 2, async (item) => {
    await turns(item * 5);
    if (item === 0) throw new Error("no");
    ended.push(item);
  });
  await expect(work).rejects.toThrow("no");
  expect(ended).toEqual([1, 2, 3]);
});
