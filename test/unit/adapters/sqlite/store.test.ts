import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createSqliteStore, type SqliteStore } from "../../../../lib/adapters/sqlite/store.ts";
import { ConfigError } from "../../../../lib/connect/errors.ts";
import { controlStoreContract } from "../../../contracts/control-store.ts";
import { storeLimitsContract } from "../../../contracts/store-limits.ts";
import { FAILURE, NOW, planConnector, takeLease } from "../../../contracts/stores-under-test.ts";
import { taskStoreContract } from "../../../contracts/task-store.ts";
import { asNobody } from "../../../support/as-nobody.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "sluice-sqlite-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string): string => path.join(folder, name);

const CONTRACTS = { ControlStore: controlStoreContract, TaskStore: taskStoreContract, limits: storeLimitsContract };

describe.for(Object.entries(CONTRACTS))("%s in a SQLite file", ([port, contract]) => {
  let store: SqliteStore;
  beforeAll(() => {
    store = createSqliteStore(inFolder(`${port}.db`));
  });
  afterAll(() => store.close());
  contract(async () => store);
});

describe("the file", () => {
  const opened: SqliteStore[] = [];
  const open = (file: string): SqliteStore => {
    const store = createSqliteStore(file);
    opened.push(store);
    return store;
  };
  const refusalOf = (file: string): string => {
    try {
      open(file);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      if (error instanceof ConfigError) return error.message;
    }
    throw new Error(`${file} was opened`);
  };
  afterEach(() => {
    for (const store of opened.splice(0)) store.close();
  });

  test("keeps everything from one worker to the next, and lets a killed one's task go on at once", async () => {
    const file = inFolder("resume.db");
    const first = open(file);
    const planned = await planConnector(first, 2);
    const lease = await takeLease(first, planned);
    const offsets = new Map([['{"table":"a"}', '{"id":7}']]);
    const progress = { records: 7, bytes: 70 };
    await first.tasks.checkpoint({
      lease,
      sequence: 1,
      expiresAt: NOW,
      offsets,
      updatedAt: NOW,
      progress,
      release: false,
    });
    const [held, free] = await first.tasks.listTasks(planned.connector);
    first.close();
    opened.length = 0;

    const second = open(file);
    expect(await second.control.listConnectors()).toEqual([planned]);
    expect(second.freeAllLeases()).toBe(1);
    expect(await second.tasks.listTasks(planned.connector)).toEqual([
      { ...held, epoch: lease.epoch + 1, owner: undefined, expiresAt: undefined },
      free,
    ]);
    expect(second.freeAllLeases()).toBe(0);
    expect(await second.tasks.listOffsets(planned.connector)).toEqual(offsets);
  });

  test("forgets on demand why tasks failed, and nothing else", async () => {
    const store = open(inFolder("forget.db"));
    const planned = await planConnector(store, 1);
    const lease = await takeLease(store, planned);
    await store.tasks.writeTaskFailure(lease, FAILURE);
    const before = await store.tasks.listTasks(planned.connector);
    expect(await store.tasks.listFailures(planned.connector)).toEqual(new Map([[0, FAILURE]]));
    store.forgetFailures();
    expect(await store.tasks.listFailures(planned.connector)).toEqual(new Map());
    expect(await store.tasks.listTasks(planned.connector)).toEqual(before);
  });

  test("of an older version is taken to this one, with all that it holds", async () => {
    const file = inFolder("older.db");
    const first = open(file);
    const planned = await planConnector(first, 1);
    await takeLease(first, planned);
    const items = await first.tasks.listTasks(planned.connector);
    first.close();
    opened.length = 0;
    const database = new DatabaseSync(file);
    database.exec(`
      ALTER TABLE connectors DROP COLUMN generation_since; DROP TABLE task_failures;
      CREATE TABLE task_failures (connector TEXT, task INTEGER, trace TEXT NOT NULL, worker_id TEXT NOT NULL,
        permanent INTEGER NOT NULL, generation INTEGER NOT NULL, PRIMARY KEY (connector, task)) STRICT, WITHOUT ROWID;
      INSERT INTO task_failures VALUES ('${planned.connector}', 0, 'Error', 'w', 1, 1); PRAGMA user_version = 1`);
    database.close();

    for (const time of ["first", "second"]) {
      const store = open(file);
      const known = await store.control.listConnectors();
      expect(known, time).toEqual([{ ...planned, generationSince: undefined }]);
      expect(await store.tasks.listTasks(planned.connector), time).toEqual(items);
      expect(await store.tasks.listFailures(planned.connector), time).toEqual(new Map());
      store.close();
    }
    opened.length = 0;
    const store = open(file);
    await store.control.stopConnector(planned, { now: NOW });
    expect(await store.control.listConnectors()).toMatchObject([{ generationSince: NOW }]);
    await store.tasks.freeLease(planned.connector, items[0] ?? expect.unreachable(), FAILURE);
    expect(await store.tasks.listFailures(planned.connector)).toEqual(new Map([[0, FAILURE]]));
  });

  test("holds what was written when the process is killed", async () => {
    const file = inFolder("killed.db");
    const source = path.resolve("lib/adapters/sqlite/store.ts");
    const script = `
      import { createSqliteStore } from ${JSON.stringify(source)};
      const { control } = createSqliteStore(${JSON.stringify(file)});
      await control.createConnector({ connector: "orders", uid: "u", config: {}, targetState: "RUNNING" });
      process.kill(process.pid, "SIGKILL");`;
    const killed = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", script]);
    expect(killed.signal).toBe("SIGKILL");
    expect(await open(file).control.readConnector("orders")).toMatchObject({ uid: "u", version: 1 });
  });

  test("is one worker's alone, from opening to closing", () => {
    const file = inFolder("held.db");
    const first = open(file);
    const sentence = `offset.storage.file.filename is ${file}, which another worker is using: stop that one, or name a file of this worker's own`;
    expect(refusalOf(file)).toBe(sentence);
    const source = path.resolve("lib/adapters/sqlite/store.ts");
    const script = `
      import { createSqliteStore } from ${JSON.stringify(source)};
      try { createSqliteStore(${JSON.stringify(file)}); console.log("opened") } catch (error) { console.log(error.message) }`;
    const other = (): string =>
      spawnSync(process.execPath, ["--input-type=module-typescript", "-e", script], { encoding: "utf8" }).stdout.trim();
    expect(other()).toBe(sentence);
    first.close();
    opened.length = 0;
    expect(other()).toBe("opened");
    // Nothing was written since it was opened this time: the lock must hold all the same.
    open(file);
    expect(other()).toBe(sentence);
  });

  test("is this user's alone, for it may hold passwords", () => {
    open(inFolder("private.db"));
    expect(statSync(inFolder("private.db")).mode & 0o777).toBe(0o600);
  });

  test("may be there and empty", () => {
    writeFileSync(inFolder("empty.db"), "");
    expect(open(inFolder("empty.db")).freeAllLeases()).toBe(0);
  });

  test.for([
    ["java.db", Buffer.from([0xac, 0xed, 0x00, 0x05, 0x73, 0x72]), /which is Kafka Connect's own offset file/],
    ["short.db", "x", /which is a file of another kind/],
    ["text.properties", "name=orders\n".repeat(20), /which is a file of another kind/],
  ] as const)("is refused and left alone if it is no database (%s)", ([name, content, reason]) => {
    writeFileSync(inFolder(name), content);
    expect(refusalOf(inFolder(name))).toMatch(reason);
    expect(readFileSync(inFolder(name))).toEqual(Buffer.from(content));
  });

  test.for([
    ["other.db", "CREATE TABLE orders (id INTEGER PRIMARY KEY)", /which is the SQLite database of another program/],
    ["newer.db", "PRAGMA application_id = 1399616873; PRAGMA user_version = 3; CREATE TABLE t (a)", /a newer version/],
  ] as const)("is refused and left alone if it is not ours (%s)", ([name, content, reason]) => {
    const database = new DatabaseSync(inFolder(name));
    database.exec(content);
    database.close();
    const before = readFileSync(inFolder(name));
    expect(refusalOf(inFolder(name))).toMatch(reason);
    expect(readFileSync(inFolder(name))).toEqual(before);
  });

  test("is refused if it is damaged", () => {
    const file = inFolder("damaged.db");
    open(file).close();
    opened.length = 0;
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xff, 4096, 3 * 4096));
    expect(refusalOf(file)).toMatch(
      /^offset\.storage\.file\.filename is .*damaged\.db, which is no usable database \(/,
    );
    expect(readFileSync(file)).toEqual(bytes);
  });

  test("is refused where there can be none", () => {
    mkdirSync(inFolder("folder"));
    writeFileSync(inFolder("plain"), "");
    expect(refusalOf(inFolder("folder"))).toBe(
      `offset.storage.file.filename is ${inFolder("folder")}, which is a folder: name a file`,
    );
    for (const file of [inFolder("missing/offsets"), inFolder("plain/offsets")]) {
      expect(refusalOf(file)).toContain(`because ${path.dirname(file)} is no folder: make it, or name another file`);
    }
    expect(existsSync(inFolder("missing"))).toBe(false);
  });

  test("is refused if it may not be written", () => {
    writeFileSync(inFolder("readonly.db"), "", { mode: 0o400 });
    chmodSync(path.dirname(inFolder("readonly.db")), 0o755);
    const refusal = asNobody(() => refusalOf(inFolder("readonly.db")));
    expect(refusal).toContain("which this user may not read and write (EACCES)");
  });

  test("is as it was when a write fails halfway", async () => {
    const store = open(inFolder("half.db"));
    const planned = await planConnector(store, 1);
    const lease = await takeLease(store, planned);
    const before = await store.tasks.listTasks(planned.connector);
    const offsets = new Map([["{}", "{}"]]);
    const checkpoint = {
      lease,
      sequence: 1,
      expiresAt: NOW,
      offsets,
      progress: { records: 1, bytes: 1 },
      release: true,
    };
    // The task item takes this, the offset's column does not.
    await expect(store.tasks.checkpoint({ ...checkpoint, updatedAt: 0.5 })).rejects.toThrow("half.db");
    expect(await store.tasks.listTasks(planned.connector)).toEqual(before);
    expect(await store.tasks.listOffsets(planned.connector)).toEqual(new Map());
    expect(await store.tasks.checkpoint({ ...checkpoint, updatedAt: NOW })).toMatchObject({ accepted: true });
  });

  test("once closed says so in place of writing", async () => {
    const file = inFolder("closed.db");
    const store = open(file);
    store.close();
    opened.length = 0;
    const create = { connector: "orders", uid: "u", config: {}, targetState: "RUNNING" } as const;
    await expect(store.control.createConnector(create)).rejects.toThrow(
      `${file} (offset.storage.file.filename) can't be`,
    );
  });
});
