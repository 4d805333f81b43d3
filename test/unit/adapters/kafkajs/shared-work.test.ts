import { expect, test } from "vitest";
import { SharedWork } from "../../../../lib/adapters/kafkajs/shared-work.ts";
import { ConnectError } from "../../../../lib/connect/index.ts";

/** Work that ends when the test says so, and what has become of each time it was begun. */
function shared() {
  const begun: { readonly end: AbortSignal; readonly finish: (value: string) => void }[] = [];
  const work = new SharedWork<string>((end) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    begun.push({ end, finish: resolve });
    return promise;
  });
  return { begun, work };
}

test("those who come while it runs share it; whoever comes later begins it anew", async () => {
  const { begun, work } = shared();
  const both = Promise.all([work.join(), work.join()]);
  expect(begun).toHaveLength(1);
  begun[0]?.finish("first");
  expect(await both).toEqual(["first", "first"]);
  const later = work.join();
  begun[1]?.finish("second");
  expect(await later).toBe("second");
});

test("a wait that is ended rejects at once, and the others get what they wait for", async () => {
  const { begun, work } = shared();
  const impatient = new AbortController();
  const [ended, other] = [work.join(impatient.signal), work.join(new AbortController().signal)];
  impatient.abort();
  await expect(ended).rejects.toThrow(/the wait for it was ended/);
  expect(begun[0]?.end.aborted).toBe(false);
  begun[0]?.finish("value");
  expect(await other).toBe("value");
});

test("when nobody waits any more it is ended, and whoever comes then begins it anew", async () => {
  const { begun, work } = shared();
  const ends = [new AbortController(), new AbortController()];
  const waits = ends.map(({ signal }) => work.join(signal));
  for (const end of ends) end.abort();
  await Promise.allSettled(waits);
  expect(begun[0]?.end.aborted).toBe(true);
  const next = work.join();
  begun[1]?.finish("value");
  expect(await next).toBe("value");
});

test("a reason that is a sentence for users is what the caller gets; with an ended signal nothing begins", async () => {
  const { begun, work } = shared();
  const reason = new ConnectError("The lease is lost");
  await expect(work.join(AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(begun).toHaveLength(0);
});
