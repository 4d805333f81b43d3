import { ConfigDef, range } from "../../../connect/index.ts";

const group = "Connection";

/** Where the database is and how to get in (connectors.md §1.1). Further `connection.*` keys go to the driver. */
export const connectionKeys = new ConfigDef({
  "connection.url": {
    type: "STRING",
    importance: "HIGH",
    group,
    doc: "JDBC URL of the database; it chooses the dialect: `jdbc:postgresql://host:5432/database?sslmode=require` or `jdbc:sqlite:/path/file.db`.",
  },
  "connection.user": {
    type: "STRING",
    default: null,
    importance: "HIGH",
    group,
    doc: "User name. One in the URL comes first.",
  },
  "connection.password": {
    type: "PASSWORD",
    default: null,
    importance: "HIGH",
    group,
    doc: "Password. One in the URL comes first, but keep it out of there: it would be stored as it is.",
  },
  "connection.attempts": {
    type: "INT",
    default: 3,
    validator: range({ min: 1 }),
    importance: "LOW",
    group,
    doc: "How often to try to connect before giving up. A wrong password is not tried again.",
  },
  "connection.backoff.ms": {
    type: "LONG",
    default: 10_000n,
    importance: "LOW",
    group,
    doc: "Milliseconds between two tries; cut short when the task has to end.",
  },
  "dialect.name": {
    type: "STRING",
    default: "",
    importance: "LOW",
    group,
    doc: "Which database it is, if the URL does not tell: `PostgreSqlDatabaseDialect` or `SqliteDatabaseDialect`. Empty: by the URL.",
  },
  "transaction.isolation.mode": {
    type: "STRING",
    default: "DEFAULT",
    importance: "LOW",
    group,
    doc: "Accepted and without effect: every page is one statement, which sees one state of the table at any level.",
  },
});
