import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type EmployeesTable, employeesTables } from "../../lib/local/employees/index.ts";

/** Where the example keeps its source, its configurations, its offsets and Kafka's log. */
export interface ExampleFiles {
  readonly folder: string;
  readonly database: string;
  readonly worker: string;
  readonly connector: string;
  readonly offsets: string;
  readonly kafka: string;
}

export const TOPIC_PREFIX = "employees-";

/** The files of the example, in a folder of the checkout that Git does not see. */
export function exampleFiles(checkout: string): ExampleFiles {
  const folder = path.join(checkout, ".sluice", "example");
  mkdirSync(folder, { recursive: true });
  const file = (name: string): string => path.join(folder, name);
  return {
    folder,
    database: file("employees.db"),
    worker: file("worker.properties"),
    connector: file("employees.properties"),
    offsets: file("offsets.db"),
    kafka: file("kafka"),
  };
}

/** Writes stock Kafka Connect files: the worker's, and the connector's unless it is there, for it may have been changed. */
export function writeConfigs(files: ExampleFiles, bootstrap: string): void {
  writeFileSync(
    files.worker,
    `bootstrap.servers=${bootstrap}
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.json.JsonConverter
value.converter.schemas.enable=false
offset.storage.file.filename=${files.offsets}
`,
  );
  if (existsSync(files.connector)) return;
  writeFileSync(
    files.connector,
    `name=employees
connector.class=io.confluent.connect.jdbc.JdbcSourceConnector
connection.url=jdbc:sqlite:${files.database}
mode=incrementing
incrementing.column.name=id
table.whitelist=${employeesTables.join(",")}
topic.prefix=${TOPIC_PREFIX}
tasks.max=3
batch.max.rows=5000
# Ours: groups in the order of the list above; end when everything is sent.
table.order=list
sluice.run.mode=drain
`,
  );
}

/** Rows of each table with an id above the given ones. */
export function countRows(
  database: string,
  after: ReadonlyMap<string, bigint> = new Map(),
): Map<EmployeesTable, number> {
  const source = new DatabaseSync(database, { readOnly: true });
  try {
    return new Map(
      employeesTables.map((table) => {
        const counted = source
          .prepare(`SELECT count(*) AS rows FROM ${table} WHERE id > ?`)
          .get(after.get(table) ?? -1n);
        return [table, Number(counted?.["rows"])];
      }),
    );
  } finally {
    source.close();
  }
}
