import { parseRow, type Row } from "../source/row.ts";
import type { Facts, InvocationFacts } from "./facts.ts";

/** Rules at the moment in which a row becomes visible to consumers. */
export function judgeAppended(facts: Facts, values: readonly string[]): void {
  for (const value of values) {
    const row = parseRow(value);
    const invocation = facts.invocation(row.reader);
    if (invocation) judgeReader(facts, row, invocation);
    else facts.violate("foreign record", value);
    const { present, starts } = facts.log(row.connector, row.table);
    if (!present.has(row.number - 1) && !starts.has(row.number - 1)) {
      facts.violate("gap in the log", `${value}: row ${row.number - 1} is not there`);
    }
    present.add(row.number);
  }
}

/** An invocation writes the rows behind the offset that it read, each once and in order, as its generation's plan has it. */
function judgeReader(facts: Facts, row: Row, invocation: InvocationFacts): void {
  const { connector, table, number } = row;
  const { base, read, written, generation, task, name } = invocation;
  const what = `${name} wrote row ${number} of ${table}`;
  const plan = facts.plan(connector, generation);
  if (plan?.marker !== row.marker) {
    facts.violate("another generation's configuration", `${what} with ${row.marker}, its plan has ${plan?.marker}`);
  }
  if (!plan?.tables[task]?.includes(table)) facts.violate("another task's table", what);
  if (!base || !read) return facts.violate("record without a lease", what);
  if (number <= (base.get(table) ?? 0)) {
    facts.violate("repeated before the checkpoint", `${what}, ${base.get(table)} was stored when it got the lease`);
  }
  const last = written.get(table) ?? read.get(table) ?? 0;
  if (number !== last + 1) facts.violate("out of order", `${what} after row ${last}`);
  written.set(table, number);
}
