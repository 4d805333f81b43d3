import { expect, test } from "vitest";
import { ownFunctions } from "../../../cdk/own-functions.ts";

const connectors = [{ name: "orders" }, { name: "lines" }];

test.each([
  ["nothing", undefined, []],
  ["an empty text", "", []],
  ["one", "orders", ["orders"]],
  ["several", "lines, orders ,", ["lines", "orders"]],
  ["a list in cdk.json", ["orders"], ["orders"]],
])("%s", (_, context, names) => {
  expect([...ownFunctions(context, connectors)]).toEqual(names);
});

test("a name that no connector has is a mistake, not a connector without a function of its own", () => {
  expect(() => ownFunctions("orders,oders", connectors)).toThrow(
    "The context sluice:own-functions names oders, but there is no such connector: correct it, or add its file to the folder of connectors.",
  );
});

test("anything else is refused", () => {
  expect(() => ownFunctions(true, connectors)).toThrow();
});
