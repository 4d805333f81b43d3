import type { Facts } from "./facts.ts";
import type { Change } from "./snapshot.ts";

/** Rules over the connector item: its generation and version only grow, its uid stays, also over delete and create. */
export function judgeConnector(facts: Facts, { connector, method, actor, before, after }: Change): void {
  const invocation = facts.invocation(actor.name);
  if (invocation && invocation.connector !== connector) {
    facts.violate("foreign write", `${actor.name} changed connector ${connector} by ${method}`);
  }
  const [old, item] = [before.item, after.item];
  if (old === item) return;
  if (!item) return facts.violate("connector item gone", `${method} deleted the item of ${connector}`);
  if (old && item.generation < old.generation) {
    facts.violate("generation goes back", `${connector}: ${old.generation} → ${item.generation} by ${method}`);
  }
  if (old && item.version <= old.version) {
    facts.violate("version stays", `${connector}: ${old.version} → ${item.version} by ${method}`);
  }
  if (old && item.uid !== old.uid) facts.violate("another uid", `${connector}: by ${method}`);
  if (method === "publishPlan") remember(facts, connector, item.generation);
}

function remember(facts: Facts, connector: string, generation: number): void {
  const configs = facts.state.details.get(connector)?.taskConfigs;
  if (configs?.generation !== generation) {
    return facts.violate("plan without task configurations", `${connector}, generation ${generation}`);
  }
  facts.planned(connector, generation, {
    marker: configs.config["marker"] ?? "",
    spread: configs.config["spread.partitions"] === "true" ? 2 : 1,
    tables: configs.tasks.map((task) => (task["tables"] ?? "").split(",")),
  });
}
