import { parseRow, type Row } from "../source/row.ts";
import type { Facts, InvocationFacts, PlanFacts } from "./facts.ts";

/** Rules at the moment in which a row becomes visible to consumers. */
export function judgeAppended(facts: Facts, values: readonly string[]): void {
  for (const value of values) {
    const row = parseRow(value);
    const invocation = facts.invocation(row.reader);
    const plan = invocation && facts.plan(invocation.connector, invocation.generation);
    judgeGap(facts, row, plan?.spread ?? 1);
    if (invocation) judgeReader(facts, row, invocation, plan);
    else facts.violate("foreign record", value);
  }
}

/** A row is there only if the one before it is, in its Kafka partition. */
function judgeGap(facts: Facts, { connector, table, number, reader }: Row, spread: number): void {
  const log = facts.log(connector, table);
  const before = number - spread;
  const isBegin = [...log.starts].some((start) => before <= start && start < number);
  const what = `${reader} wrote row ${number} of ${table}`;
  if (!isBegin && !log.present.has(before)) facts.violate("gap in the log", `${what}: row ${before} is not there`);
  if (log.present.has(number) && log.edit === 0 && !facts.mayRepeat) {
    facts.violate("repeated without a reason", `${what}, which was there, though nothing had gone wrong`);
  }
  log.present.add(number);
}

/** An invocation writes the rows behind the offset that it read, each once and in order, as its generation's plan has it. */
function judgeReader(facts: Facts, row: Row, invocation: InvocationFacts, plan: PlanFacts | undefined): void {
  const { table, number } = row;
  const { base, read, written, task, name } = invocation;
  const what = `${name} wrote row ${number} of ${table}`;
  if (plan?.marker !== row.marker) {
    facts.violate("another generation's configuration", `${what} with ${row.marker}, its plan has ${plan?.marker}`);
  }
  if (!plan?.tables[task]?.includes(table)) facts.violate("another task's table", what);
  if (!base || !read) return facts.violate("record without a lease", what);
  if (number <= (base.get(table) ?? 0)) {
    facts.violate("repeated before the checkpoint", `${what}, ${base.get(table)} was stored when it got the lease`);
  }
  const spread = plan?.spread ?? 1;
  const kafkaPartition = `${table}|${number % spread}`;
  const last = written.get(kafkaPartition);
  const next = last === undefined ? firstBehind(read.get(table) ?? 0, number, spread) : last + spread;
  if (number !== next) facts.violate("out of order", `${what}, its next one was ${next}`);
  written.set(kafkaPartition, number);
}

/** The first row behind a stored one in the Kafka partition of row `number`. */
const firstBehind = (stored: number, number: number, spread: number): number =>
  stored + 1 + ((((number - stored - 1) % spread) + spread) % spread);
