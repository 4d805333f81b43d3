import { describe, expect, test } from "vitest";
import { jdbcSource } from "../../../../lib/connectors/index.ts";
import { ConnectorHarness, validationErrors } from "../../../contracts/source-connector.ts";

const valid = { "connection.url": "jdbc:sqlite:/tmp/x.db", mode: "bulk", "topic.prefix": "p-" };
const errors = (extra: Record<string, string>): string[] => validationErrors(jdbcSource, { ...valid, ...extra });

describe("the configuration of JdbcSource", () => {
  test("is valid with nothing but what is required", () => {
    expect(errors({})).toEqual([]);
  });

  test.each<[Record<string, string>, string]>([
    [
      { mode: "timestamp" },
      "Invalid value timestamp for configuration mode: not supported yet; bulk and incrementing are",
    ],
    [
      { mode: "upsert" },
      "Invalid value upsert for configuration mode: String must be one of: bulk, timestamp, incrementing, timestamp+incrementing",
    ],
    [
      { query: "SELECT 1" },
      "Invalid value SELECT 1 for configuration query: queries are not supported yet; read tables or a view",
    ],
    [
      { "query.masked": "SELECT 'secret'" },
      "Invalid value [hidden] for configuration query.masked: queries are not supported yet; read tables or a view",
    ],
    [
      { "query.suffix": "LIMIT 1" },
      "Invalid value LIMIT 1 for configuration query.suffix: not supported yet; leave it out",
    ],
    [
      { "db.timezone": "Europe/Berlin" },
      "Invalid value Europe/Berlin for configuration db.timezone: not supported yet; UTC is",
    ],
    [
      { "timestamp.granularity": "nanos_long" },
      "Invalid value nanos_long for configuration timestamp.granularity: not supported yet; connect_logical is",
    ],
    [
      { "dialect.name": "OracleDatabaseDialect" },
      "Invalid value OracleDatabaseDialect for configuration dialect.name: PostgreSqlDatabaseDialect and SqliteDatabaseDialect are supported",
    ],
    [{ "table.whitelist": "a", "table.blacklist": "b" }, "table.whitelist and table.blacklist are exclusive."],
    [
      { "table.include.list": "a", "table.whitelist": "b" },
      "table.include.list is set together with table.whitelist: use one kind of list",
    ],
    [
      { "table.exclude.list": "a" },
      "table.exclude.list needs table.include.list; write .* there to begin with every table",
    ],
    [
      { "table.include.list": "a(" },
      "Invalid value a( for configuration table.include.list: it is no regular expression",
    ],
    [{ "table.order": "list" }, "table.order=list needs table.whitelist or table.include.list, whose order it means"],
    [{ "table.types": "" }, "table.types is empty: name at least one kind of table, such as TABLE"],
    [
      { "incrementing.column.mapping": "id" },
      "Invalid value id for configuration incrementing.column.mapping: write regex:column",
    ],
    [
      { "incrementing.column.mapping": "a:id", "incrementing.column.name": "id" },
      "incrementing.column.mapping is set together with incrementing.column.name: use one of them",
    ],
    [{ "batch.max.rows": "0" }, "Invalid value 0 for configuration batch.max.rows: Value must be at least 1"],
    [
      { "numeric.mapping": "Best_Fit" },
      "Invalid value Best_Fit for configuration numeric.mapping: String must be one of: none, precision_only, best_fit, best_fit_eager_double, NONE, PRECISION_ONLY, BEST_FIT, BEST_FIT_EAGER_DOUBLE",
    ],
  ])("%j: %s", (extra, expected) => {
    expect(errors(extra)).toEqual([expected]);
  });

  test("needs the incrementing column by name when tables are not qualified", () => {
    expect(errors({ mode: "incrementing", "table.names.qualify": "false" }).join()).toMatch(
      /^incrementing\.column\.name has to be set/,
    );
  });

  test("hides the password of a URL, right or wrong, wherever it shows", () => {
    for (const url of [
      "jdbc:postgresql://h/d?user=u&password=s3cret&ssl=true",
      "jdbc:oops://u:s3cret@h/d?password=s3cret",
    ]) {
      const props = { ...valid, "connection.url": url };
      const values = jdbcSource.validate?.(props, jdbcSource.config.validate(props));
      expect(JSON.stringify(values)).not.toContain("s3cret");
    }
  });

  test("leaves a URL that is a reference for later", () => {
    expect(errors({ "connection.url": "${secretsmanager:database:url}" })).toEqual([]);
  });

  test("warns of keys that only a Java worker understands", async () => {
    const harness = new ConnectorHarness(jdbcSource);
    const props = { ...valid, "connection.url": "jdbc:sqlite::memory:", "confluent.license": "x" };
    await expect(harness.taskConfigs(props)).rejects.toThrow("No table is left");
    await harness.stop();
    expect(harness.warnings).toEqual([
      "The configuration confluent.license means something to the Java connector only, so it has no effect",
    ]);
  });
});
