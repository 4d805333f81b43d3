import { describe, expect, test } from "vitest";
import { readRequest } from "../../../../functions/scheduler/read-request.ts";
import { failedEvent } from "./failed-event.ts";

test("a request for a tick names connectors", () => {
  expect(readRequest('{"connectors":["orders","Bücher"]}')).toEqual({ tick: { connectors: ["orders", "Bücher"] } });
  expect(readRequest('{"connectors":["orders"],"takeover":true}')).toEqual({
    tick: { connectors: ["orders"], takeover: true },
  });
});

describe("an event that Lambda gave up on", () => {
  const errorOf = (body: string): string => {
    const request = readRequest(body);
    return request && "dead" in request ? request.dead.error : "";
  };

  test("names the task and the request that died", () => {
    const payload = { connector: "orders", task: 3, generation: 7 };
    expect(readRequest(failedEvent({ requestId: "4b1f", payload }))).toEqual({
      dead: { connector: "orders", task: 3, requestId: "4b1f", error: expect.any(String) },
    });
  });

  test.each([
    ["message", { errorMessage: "Runtime exited: signal: killed", errorType: "Runtime.ExitError" }, "signal: killed"],
    ["type", { errorType: "Runtime.OutOfMemory" }, "Runtime.OutOfMemory"],
    ["condition, as it gave no other", null, "EventAgeExceeded"],
    ["condition, as it was never called", undefined, "EventAgeExceeded"],
  ])("says why by its %s", (_, response, why) => {
    const error = errorOf(failedEvent({ requestId: "4b1f", condition: "EventAgeExceeded", response }));
    expect(error).toMatch(/^Connector c, task 0: its invocation 4b1f was ended by Lambda: .*\. Look at /);
    expect(error).toContain(why);
  });
});

test.each([
  ["no JSON", "connectors"],
  ["no object", "[]"],
  ["nothing", ""],
  ["no names", '{"connectors":[1]}'],
  ["an empty name", '{"connectors":[""]}'],
  ["more than connectors", '{"connectors":["c"],"replan":true}'],
  ["an event of another function", failedEvent({ payload: { connectors: ["c"] } })],
  ["an event that no task takes", failedEvent({ payload: { connector: "c", task: -1, generation: 1 } })],
  ["no request", failedEvent({ requestId: "" })],
])("%s is no request", (_, body) => {
  expect(readRequest(body)).toBeUndefined();
});
