import { describe, expect, test } from "vitest";
import { maskUrl, parseConnectionUrl } from "../../../../lib/connectors/jdbc/connection-url.ts";

describe("parseConnectionUrl", () => {
  test.each<[string, readonly [string, number | undefined][], string, Record<string, string>]>([
    ["jdbc:postgresql://h:1/db", [["h", 1]], "db", {}],
    [
      "jdbc:postgresql://h1:1,h2/db?user=u%40x&ssl",
      [
        ["h1", 1],
        ["h2", undefined],
      ],
      "db",
      { user: "u@x", ssl: "" },
    ],
    ["jdbc:postgresql://[::1]:5433/db", [["::1", 5433]], "db", {}],
    ["jdbc:postgresql:db?a=b=c", [["localhost", undefined]], "db", { a: "b=c" }],
    ["jdbc:postgresql://h/", [["h", undefined]], "", {}],
    ["jdbc:postgresql://h?x=1", [["h", undefined]], "", { x: "1" }],
    ["JDBC:PostgreSQL:///d%20b", [["localhost", undefined]], "d b", {}],
  ])("%s", (url, hosts, database, properties) => {
    const parsed = parseConnectionUrl(url);
    expect(parsed).toMatchObject({ dialect: "postgresql", database });
    expect(parsed.hosts.map(({ host, port }) => [host, port])).toEqual(hosts);
    expect(Object.fromEntries(parsed.properties)).toEqual(properties);
  });

  test.each(["/a/b.db", ":memory:", "file:/a/b.db?mode=ro"])("jdbc:sqlite:%s", (path) => {
    expect(parseConnectionUrl(`jdbc:sqlite:${path}`)).toMatchObject({ dialect: "sqlite", database: path });
  });

  test.each([
    ["http:thing", "it is no JDBC URL; write jdbc:postgresql://host:5432/database or jdbc:sqlite:/path/file.db"],
    ["jdbc:oracle:thin:@h", "databases of the kind oracle are not supported yet; postgresql and sqlite are"],
    ["jdbc:sqlite:", "there is no file in it; write jdbc:sqlite:/path/file.db"],
    ["jdbc:postgresql://u@h/d", "write jdbc:postgresql://host:5432/database?sslmode=require"],
    ["jdbc:postgresql://user:12/x@host", "write jdbc:postgresql://host:5432/database?sslmode=require"],
    ["jdbc:postgresql://h/%zz", "write jdbc:postgresql://host:5432/database?sslmode=require"],
  ])("refuses %s", (url, reason) => {
    expect(() => parseConnectionUrl(url)).toThrow(
      `Invalid value ${maskUrl(url)} for configuration connection.url: ${reason}`,
    );
  });
});

test.each([
  ["jdbc:postgresql://h/d?password=a%26b&x=1", "jdbc:postgresql://h/d?password=****&x=1"],
  ["jdbc:sqlserver://h;user=u;password=p w;encrypt=true", "jdbc:sqlserver://h;user=u;password=****"],
  ["jdbc:postgresql://h/d?password=se;c,r)et&x=1", "jdbc:postgresql://h/d?password=****&x=1"],
  ["jdbc:postgresql://user:s3/cr?et@host/db", "jdbc:postgresql://user:****@host/db"],
  ["jdbc:oracle:thin:scott/tiger@//h:1521/s", "jdbc:oracle:thin:scott/****@//h:1521/s"],
  ["postgresql://u:p/w@h/db", "postgresql://u:****@h/db"],
  ["jdbc:mysql://u:p@ss@h/d", "jdbc:mysql://u:****@h/d"],
  ["jdbc:postgresql://h/d?sslpassword=x", "jdbc:postgresql://h/d?sslpassword=****"],
])("maskUrl hides the password of %s", (url, masked) => {
  expect(maskUrl(url)).toBe(masked);
});
