import { expect, test } from "vitest";
import { sdkFailure } from "../../../../lib/adapters/aws/sdk-failure.ts";

const error = (properties: object) => Object.assign(new Error("said so"), properties);

test.each(["EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EPIPE", "ETIMEDOUT", "ERR_SOCKET_CLOSED"])(
  "%s: no answer came",
  (code) => {
    expect(sdkFailure(error({ code }))).toMatchObject({ code, status: 0, unanswered: true });
  },
);

test("a time-out: no answer came", () => {
  expect(sdkFailure(error({ name: "TimeoutError" })).unanswered).toBe(true);
});

test("an answer gives the API's name, sentence and status", () => {
  expect(sdkFailure(error({ name: "ThrottlingException", $metadata: { httpStatusCode: 400 } }))).toEqual({
    name: "ThrottlingException",
    message: "said so",
    code: "",
    status: 400,
    unanswered: false,
  });
});

test("what is no error is shown as text", () => {
  expect(sdkFailure("odd")).toMatchObject({ name: "", message: "odd", unanswered: false });
});
