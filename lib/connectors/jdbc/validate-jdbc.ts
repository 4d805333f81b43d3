import { ConfigError, type ConfigProps, type ConfigValue } from "../../connect/index.ts";
import { jdbcConfig, type JdbcConfig } from "./config-def.ts";
import { maskUrl, parseConnectionUrl } from "./connection-url.ts";
import { parseColumnMapping } from "./column-name.ts";
import { compileTableFilter } from "./table-filter.ts";

type Problem = readonly [key: string, reason: string];

const dialects = new Set(["", "postgresqldatabasedialect", "sqlitedatabasedialect"]);
const utc = /^(utc|z|gmt|etc\/utc|etc\/gmt|utc[+-]0|gmt[+-]0|[+-]00:?00)$/i;

/** Checks what one key's definition can't say: keys that exclude or need each other, and what is not supported yet. */
export function validateJdbc(props: ConfigProps, values: readonly ConfigValue[]): ConfigValue[] {
  const problems = [...urlProblems(props["connection.url"])];
  if (values.every((value) => value.errors.length === 0)) {
    const config = jdbcConfig.parse(props);
    problems.push(...notSupported(config), ...tableProblems(config), ...modeProblems(config));
  }
  return values.map((value) => {
    const errors = problems.filter(([key]) => key === value.name).map(([, reason]) => reason);
    const shown = value.name === "connection.url" && value.value !== null ? maskUrl(value.value) : value.value;
    return { ...value, value: shown, errors: [...value.errors, ...errors] };
  });
}

/** @throws ConfigError with every mistake in the configuration, a line each. */
export function parseJdbcConfig(props: ConfigProps): JdbcConfig {
  const errors = validateJdbc(props, jdbcConfig.validate(props)).flatMap((value) => value.errors);
  if (errors.length > 0) throw new ConfigError(errors.join("\n"));
  return jdbcConfig.parse(props);
}

/** A sentence for each key that means something to a Java worker only (connectors.md §0.6). */
export function notApplicable(given: ConfigProps): string[] {
  return Object.keys(given)
    .filter((key) => key.startsWith("jdbc.credentials.provider.") || key.startsWith("confluent."))
    .map((key) => `The configuration ${key} means something to the Java connector only, so it has no effect`);
}

function urlProblems(url: string | null | undefined): Problem[] {
  // A reference (`${…}`) is only known once it is resolved; then this is asked again.
  if (url === undefined || url === null || url.includes("${")) return [];
  return attempt("connection.url", () => parseConnectionUrl(url));
}

function* notSupported(config: JdbcConfig): Iterable<Problem> {
  const invalid = (key: keyof JdbcConfig, reason: string): Problem => [
    key,
    `Invalid value ${String(config[key])} for configuration ${key}: ${reason}`,
  ];
  if (config.mode.startsWith("timestamp")) yield invalid("mode", "not supported yet; bulk and incrementing are");
  if (config.query !== "") yield invalid("query", "queries are not supported yet; read tables or a view");
  if (config["query.masked"] !== null && config["query.masked"].value !== "") {
    yield invalid("query.masked", "queries are not supported yet; read tables or a view");
  }
  if (config["query.suffix"] !== "") yield invalid("query.suffix", "not supported yet; leave it out");
  if (config["timestamp.granularity"] !== "connect_logical") {
    yield invalid("timestamp.granularity", "not supported yet; connect_logical is");
  }
  if (!utc.test(config["db.timezone"])) yield invalid("db.timezone", "not supported yet; UTC is");
  if (!dialects.has(config["dialect.name"].toLowerCase())) {
    yield invalid("dialect.name", "PostgreSqlDatabaseDialect and SqliteDatabaseDialect are supported");
  }
}

function* tableProblems(config: JdbcConfig): Iterable<Problem> {
  const set = (key: "table.whitelist" | "table.blacklist" | "table.include.list" | "table.exclude.list"): boolean =>
    config[key].length > 0;
  const [whitelist, blacklist] = [set("table.whitelist"), set("table.blacklist")];
  const [include, exclude] = [set("table.include.list"), set("table.exclude.list")];
  if (whitelist && blacklist) yield ["table.blacklist", "table.whitelist and table.blacklist are exclusive."];
  if ((include || exclude) && (whitelist || blacklist)) {
    const key = include ? "table.include.list" : "table.exclude.list";
    yield [
      key,
      `${key} is set together with ${whitelist ? "table.whitelist" : "table.blacklist"}: use one kind of list`,
    ];
  }
  if (exclude && !include) {
    yield [
      "table.exclude.list",
      "table.exclude.list needs table.include.list; write .* there to begin with every table",
    ];
  }
  if (config["table.order"] === "list" && !whitelist && !include) {
    yield ["table.order", "table.order=list needs table.whitelist or table.include.list, whose order it means"];
  }
  if (!config["table.types"].some((type) => type !== "")) {
    yield ["table.types", "table.types is empty: name at least one kind of table, such as TABLE"];
  }
  yield* attempt("table.include.list", () => compileTableFilter(config));
}

function* modeProblems(config: JdbcConfig): Iterable<Problem> {
  const column = config["incrementing.column.name"];
  const mapping = config["incrementing.column.mapping"];
  if (column !== "" && mapping.length > 0) {
    yield [
      "incrementing.column.mapping",
      "incrementing.column.mapping is set together with incrementing.column.name: use one of them",
    ];
  }
  if (config.mode === "incrementing" && !config["table.names.qualify"] && column === "" && mapping.length === 0) {
    yield [
      "incrementing.column.name",
      "incrementing.column.name has to be set when table.names.qualify=false: the auto-increment column of an unqualified table can't be looked up",
    ];
  }
  yield* attempt("incrementing.column.mapping", () => parseColumnMapping(mapping));
}

function attempt(key: string, check: () => unknown): Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [[key, error.message]];
  }
}
