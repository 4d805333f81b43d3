import { ConfigError } from "../../connect/index.ts";

/** A database that Sluice can read. */
export type DialectName = "postgresql" | "sqlite";

/** What a JDBC URL says (connectors.md §1.2). */
export interface ConnectionUrl {
  readonly dialect: DialectName;
  /** Where to connect, tried in this order. Empty for SQLite. */
  readonly hosts: readonly { readonly host: string; readonly port: number | undefined }[];
  /** Name of the database, or path or URI of the SQLite file. */
  readonly database: string;
  /** Driver properties from the query, names as written. */
  readonly properties: ReadonlyMap<string, string>;
}

/**
 * Reads a JDBC URL.
 *
 * @throws ConfigError without the URL's password, saying what is supported.
 */
export function parseConnectionUrl(url: string): ConnectionUrl {
  const match = /^jdbc:(?<dialect>[a-z0-9+]+):(?<rest>.*)$/is.exec(url.trim());
  const invalid = (reason: string): ConfigError =>
    new ConfigError(`Invalid value ${maskUrl(url)} for configuration connection.url: ${reason}`);
  const { dialect = "", rest = "" } = match?.groups ?? {};
  switch (dialect.toLowerCase()) {
    case "sqlite":
      if (rest === "") throw invalid("there is no file in it; write jdbc:sqlite:/path/file.db");
      return { dialect: "sqlite", hosts: [], database: rest, properties: new Map() };
    case "postgresql": {
      const parsed = parsePostgres(rest);
      if (!parsed) throw invalid("write jdbc:postgresql://host:5432/database?sslmode=require");
      return parsed;
    }
    case "":
      throw invalid("it is no JDBC URL; write jdbc:postgresql://host:5432/database or jdbc:sqlite:/path/file.db");
    default:
      throw invalid(`databases of the kind ${dialect} are not supported yet; postgresql and sqlite are`);
  }
}

function parsePostgres(rest: string): ConnectionUrl | undefined {
  const match = /^(?:\/\/(?<authority>[^/?]*)(?:\/(?<named>[^?]*))?|(?<bare>[^/?][^?]*)?)(?:\?(?<query>.*))?$/s.exec(
    rest,
  );
  if (!match) return undefined;
  const { authority = "", named = "", bare = "", query = "" } = match.groups ?? {};
  // What JDBC does not know, and what would be a password with a slash in it.
  if (named.includes("@") || bare.includes("@")) return undefined;
  const hosts = [];
  for (const part of (authority || "localhost").split(",")) {
    const host = /^(?<name>\[[^\]]+\]|[^:@]*)(?::(?<port>\d+))?$/.exec(part)?.groups;
    if (!host) return undefined;
    hosts.push({
      host: (host["name"] || "localhost").replace(/^\[(.*)\]$/, "$1"),
      port: host["port"] === undefined ? undefined : Number(host["port"]),
    });
  }
  try {
    const pairs = query.split("&").filter((pair) => pair !== "");
    const properties = new Map(
      pairs.map((pair) => {
        const [name = "", ...value] = pair.split("=");
        return [decodeURIComponent(name), decodeURIComponent(value.join("="))];
      }),
    );
    return { dialect: "postgresql", hosts, database: decodeURIComponent(named || bare), properties };
  } catch {
    return undefined;
  }
}

/** A URL to show: what may be a password in it replaced, wherever JDBC drivers look for one. */
export function maskUrl(url: string): string {
  return url
    .replace(/((?:password|passwd|pwd|secret|token|passphrase|sslkey)[^=&;,)(]*=)[^&]*/gi, "$1****")
    .replace(/(\/\/[^/?@:]*:).*@/gs, "$1****@")
    .replace(/(:thin:[^/@]*\/).*@/gs, "$1****@");
}
