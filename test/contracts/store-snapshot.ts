import { A, B, type StoresUnderTest } from "./stores-under-test.ts";

/** What both stores tell of a connector, equal for connectors of other names to which the same was done. */
export async function snapshotOf({ control, tasks }: StoresUnderTest, connector: string): Promise<unknown> {
  const [item, status, items, failures, offsets] = await Promise.all([
    control.readConnector(connector),
    control.readConnectorStatus(connector),
    tasks.listTasks(connector),
    tasks.listFailures(connector),
    tasks.readOffsets(connector, [A, B]),
  ]);
  const { generation = 0 } = item ?? {};
  const generations = [generation - 1, generation];
  const taskConfigs = await Promise.all(generations.map((each) => control.readTaskConfigs(connector, each)));
  const [failed, stored] = [failures, offsets].map((map) => Object.fromEntries<unknown>(map));
  const snapshot = JSON.stringify({ item, status, items, failed, stored, taskConfigs });
  return JSON.parse(snapshot.replaceAll(connector, "orders"));
}
