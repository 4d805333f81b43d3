import { describe, expect, test } from "vitest";
import { answerRequests } from "../../../../functions/scheduler/answer-requests.ts";
import { ConnectError } from "../../../../lib/connect/errors.ts";
import { scriptedConnector } from "../../../support/scripted-connector.ts";
import { createTestWorker, type TestWorker } from "../../../support/test-worker.ts";
import { failedEvent } from "./failed-event.ts";

const record = (body: string, messageId = "m") => ({ messageId, body });
const asking = (...connectors: string[]) => record(JSON.stringify({ connectors }));

/** The connector `c` with one task, invoked once by a tick. */
async function setUp(): Promise<
  TestWorker & { answer: (...records: { messageId: string; body: string }[]) => Answer }
> {
  const made = createTestWorker([scriptedConnector({ poll: () => null })]);
  await made.create();
  expect(made.invoked).toHaveLength(1);
  made.invoked.length = 0;
  const answer = (...records: { messageId: string; body: string }[]): Answer =>
    answerRequests(made.worker, records, made.worker.clock.now() + 10_000);
  return { ...made, answer };
}

type Answer = ReturnType<typeof answerRequests>;

/** Takes the task's lease as a request would that is then never heard of again. */
async function lease({ worker }: TestWorker, requestId: string): Promise<void> {
  const now = worker.clock.now();
  const owner = `${requestId}:0123`;
  const lease = { connector: "c", task: 0, generation: 1, owner, now, expiresAt: now + 30_000 };
  expect(await worker.tasks.acquireLease(lease)).toMatchObject({ accepted: true });
}

describe("a request for a tick", () => {
  test("ticks the connectors that it names, and only those, without planning them anew", async () => {
    const made = await setUp();
    let planned = 0;
    const again = scriptedConnector({
      poll: () => null,
      taskConfigs() {
        planned++;
        return [];
      },
    });
    const worker = { ...made.worker, plugins: { ...made.worker.plugins, connectors: [again] } };
    const deadline = worker.clock.now() + 10_000;
    const { scheduled, failed } = await answerRequests(worker, [asking("c", "unknown"), asking("c")], deadline);
    expect(scheduled).toMatchObject([{ connector: "c", outcome: "invoked", invoked: [0] }]);
    expect(failed).toEqual([]);
    expect(made.invoked).toEqual([{ connector: "c", task: 0, generation: 1 }]);
    expect(planned).toBe(0);
    expect((await answerRequests(worker, [asking("other")], deadline)).scheduled).toEqual([]);
  });
});

describe("a request to take over", () => {
  const takingOver = (...connectors: string[]) => record(JSON.stringify({ connectors, takeover: true }));

  test("starts no task that ended in order, unless a whole tick is asked for as well", async () => {
    const made = await setUp();
    expect(await made.answer(takingOver("c"))).toMatchObject({ scheduled: [{ outcome: "invoked", invoked: [] }] });
    expect(await made.answer(takingOver("c"), asking("c"))).toMatchObject({ scheduled: [{ invoked: [0] }] });
  });

  test("starts a task whose lease has expired", async () => {
    const made = await setUp();
    const past = made.worker.clock.now() - 60_000;
    const lease = { connector: "c", task: 0, generation: 1, owner: "o", now: past, expiresAt: past + 1 };
    expect(await made.worker.tasks.acquireLease(lease)).toMatchObject({ accepted: true });
    expect(await made.answer(takingOver("c"))).toMatchObject({ scheduled: [{ invoked: [0] }] });
  });
});

describe("a dead request", () => {
  test("loses its lease, and its task is started again at once", async () => {
    const made = await setUp();
    await lease(made, "r1");
    expect(await made.answer(asking("c"))).toMatchObject({ scheduled: [{ invoked: [], running: 1 }] });
    const result = await made.answer(record(failedEvent({ requestId: "r1" })));
    expect(result).toMatchObject({ scheduled: [{ connector: "c", invoked: [0] }], failed: [] });
    expect(made.invoked).toHaveLength(1);
    expect(made.log).toContainEqual({ level: "warn", message: expect.stringMatching(/invocation r1 .*timed out/) });
    const failure = (await made.worker.tasks.listFailures("c")).get(0);
    expect(failure?.trace).toContain("timed out");
  });

  test("that came again asks for nothing more", async () => {
    const made = await setUp();
    await lease(made, "r1");
    await made.answer(record(failedEvent({ requestId: "r1" })));
    expect(await made.answer(record(failedEvent({ requestId: "r1" })))).toEqual({ scheduled: [], failed: [] });
    expect(made.invoked).toHaveLength(1);
  });

  test("does not take the lease of another, nor has it ticked: it may have died before it could do anything", async () => {
    const made = await setUp();
    await lease(made, "r1");
    expect(await made.answer(record(failedEvent({ requestId: "r" })))).toEqual({ scheduled: [], failed: [] });
    const [task] = await made.worker.tasks.listTasks("c");
    expect(task).toMatchObject({ owner: "r1:0123" });
    expect(made.invoked).toEqual([]);
  });

  test("is to be delivered again if it could not be freed, the others are answered", async () => {
    const made = await setUp();
    const tasks = {
      ...made.worker.tasks,
      listTasks: (connector: string) =>
        connector === "broken" ? Promise.reject(new ConnectError("no")) : made.worker.tasks.listTasks(connector),
    };
    const broken = failedEvent({ payload: { connector: "broken", task: 0, generation: 1 } });
    const records = [record(broken, "m1"), record("rubbish", "m2"), asking("c")];
    const result = await answerRequests({ ...made.worker, tasks }, records, made.worker.clock.now() + 10_000);
    expect(result).toMatchObject({ scheduled: [{ invoked: [0] }], failed: ["m1"] });
  });
});

test("a message that is no request is dropped, and the log says so", async () => {
  const made = await setUp();
  expect(await made.answer(record("rubbish"), record('{"connectors":"c"}'))).toEqual({ scheduled: [], failed: [] });
  expect(made.log.filter(({ message }) => message.includes("was dropped"))).toHaveLength(2);
  expect(made.invoked).toEqual([]);
});

test("all are to be delivered again if the connectors can't be read", async () => {
  const made = await setUp();
  const control = { ...made.worker.control, readConnector: () => Promise.reject(new ConnectError("no")) };
  await expect(answerRequests({ ...made.worker, control }, [asking("c")], Number.MAX_SAFE_INTEGER)).rejects.toThrow(
    "no",
  );
});
