import { expect, test } from "vitest";
import { ConnectError } from "../../../../lib/connect/index.ts";
import { listConnectors } from "../../../../lib/worker/scheduling/list-connectors.ts";
import { oneConnector } from "./one-connector.ts";

/** Twelve connectors, `c` among them; what is asked of the store is noted. */
async function setUp() {
  const c = await oneConnector(1);
  const { control } = c.worker;
  for (let n = 1; n < 12; n++) {
    await control.createConnector({ connector: `c${n}`, uid: `u${n}`, config: {}, targetState: "RUNNING" });
  }
  const asked: string[] = [];
  const counting = {
    ...control,
    listConnectors: () => {
      asked.push("all");
      return control.listConnectors();
    },
    readConnector: (name: string) => {
      asked.push(name);
      return control.readConnector(name);
    },
  };
  const list = async (names: readonly string[] | undefined, countAll = false) => {
    const { wanted, counted } = await listConnectors(c.call({ ports: { control: counting } }), names, countAll);
    return { wanted: wanted.map(({ connector }) => connector).toSorted(), counted: counted.length, asked };
  };
  return { c, list };
}

const ALL = ["c", ...Array.from({ length: 11 }, (_, n) => `c${n + 1}`)];

test("a tick of all lists them once", async () => {
  const { list } = await setUp();
  expect(await list(undefined)).toEqual({ wanted: ALL.toSorted(), counted: 12, asked: ["all"] });
});

test("a tick of a few reads those, each once, and knows no unknown one", async () => {
  const { list } = await setUp();
  const { wanted, asked } = await list(["c2", "nobody", "c", "c2"]);
  expect(wanted).toEqual(["c", "c2"]);
  expect(asked.toSorted()).toEqual(["c", "c2", "nobody"]);
});

test("a tick of many lists all", async () => {
  const { list } = await setUp();
  const names = [...ALL.slice(0, 10), "nobody"];
  expect(await list(names)).toMatchObject({ wanted: ALL.slice(0, 10).toSorted(), asked: ["all"] });
});

test("a tick of a few lists all when the tasks of all count", async () => {
  const { list } = await setUp();
  expect(await list(["c3"], true)).toEqual({ wanted: ["c3"], counted: 12, asked: ["all"] });
});

test("what can't be read is an error, after more than one try", async () => {
  const { c } = await setUp();
  let tries = 0;
  const readConnector = (): Promise<never> => {
    tries++;
    return Promise.reject(new ConnectError("no", { retriable: tries === 1 }));
  };
  const call = c.call({ ports: { control: { ...c.worker.control, readConnector } } });
  await expect(listConnectors(call, ["c"], false)).rejects.toThrow("no");
  expect(tries).toBe(2);
});
