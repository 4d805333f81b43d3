import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createEmployeesSqlite,
  employeesTables,
  insertNewHiresSqlite,
  type EmployeesTable,
} from "../../../lib/local/employees/index.ts";
import { employeesRows } from "../../../lib/local/employees/rows.ts";
import { seededRandom } from "../../../lib/local/employees/random.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "sluice-employees-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const rowsOf = (wanted: EmployeesTable, employees: number) =>
  [...employeesRows({ employees })].filter(({ table }) => table === wanted);

describe("the rows of the employees sample", () => {
  test("are the same each time, and different for another seed", () => {
    expect([...employeesRows({ employees: 50 })]).toEqual([...employeesRows({ employees: 50 })]);
    expect([...employeesRows({ employees: 50 })]).not.toEqual([...employeesRows({ employees: 50, seed: 2 })]);
  });

  test("do not change from version to version", () => {
    expect(rowsOf("dept_emp", 1)).toEqual([{ table: "dept_emp", values: [10001, "d006", "1989-12-05", "9999-01-01"] }]);
  });

  test("of a small sample are the beginning of a large one", () => {
    expect(rowsOf("employees", 100).slice(0, 10)).toEqual(rowsOf("employees", 10));
  });

  test("repeat nothing within a short while", () => {
    const random = seededRandom(1, 2);
    const numbers = new Set(Array.from({ length: 1000 }, () => random.between(0, 2 ** 31)));
    expect(numbers.size).toBe(1000);
  });
});

describe("the SQLite file", () => {
  let file: string;
  let database: DatabaseSync;

  beforeAll(async () => {
    file = path.join(folder, "employees.db");
    await createEmployeesSqlite(file, { employees: 2000 });
    database = new DatabaseSync(file);
  });

  afterAll(() => database.close());

  const count = (sql: string): number => Number(database.prepare(`SELECT count(*) AS n FROM ${sql}`).get()?.["n"]);

  test("holds the rows it says", async () => {
    const other = path.join(folder, "other.db");
    const counts = await createEmployeesSqlite(other, { employees: 2000 });
    expect(counts).toMatchObject({ departments: 9, employees: 2000, dept_manager: 24 });
    for (const table of employeesTables) expect([table, count(table)]).toEqual([table, counts[table]]);
  });

  test("keeps the proportions: about 13 rows an employee", () => {
    const rows = employeesTables.reduce((sum, table) => sum + count(table), 0);
    expect(rows / 2000).toBeGreaterThan(12.5);
    expect(rows / 2000).toBeLessThan(14);
  });

  test("numbers each table's rows from 1 without a gap", () => {
    for (const table of employeesTables) {
      expect(database.prepare(`SELECT min(id) AS low, max(id) AS high FROM ${table}`).get()).toEqual({
        low: 1,
        high: count(table),
      });
    }
  });

  test.each(["dept_emp", "dept_manager", "titles", "salaries"])("has only known employees in %s", (table) => {
    expect(count(`${table} WHERE emp_no NOT IN (SELECT emp_no FROM employees)`)).toBe(0);
  });

  test.each(["dept_emp", "dept_manager"])("has only known departments in %s", (table) => {
    expect(count(`${table} WHERE dept_no NOT IN (SELECT dept_no FROM departments)`)).toBe(0);
  });

  test.each(["dept_emp", "titles", "salaries"])("has at least one row an employee in %s", (table) => {
    expect(count(`(SELECT DISTINCT emp_no FROM ${table})`)).toBe(2000);
    expect(count(`${table} WHERE from_date >= to_date`)).toBe(0);
  });

  test("is not written over", async () => {
    await expect(createEmployeesSqlite(file)).rejects.toThrow("is there already");
  });

  test("is read while new people are hired", () => {
    const before = count("employees");
    database.exec("BEGIN");
    expect(count("salaries")).toBeGreaterThan(0);
    const added = insertNewHiresSqlite(file, 5);
    expect(count("employees")).toBe(before);
    database.exec("COMMIT");
    expect(added).toEqual({ departments: 0, employees: 5, dept_emp: 5, dept_manager: 0, titles: 5, salaries: 5 });
    expect(count("employees")).toBe(before + 5);
    expect(count("(SELECT DISTINCT emp_no FROM employees)")).toBe(before + 5);
  });
});

test("leaves nothing behind where it cannot write", async () => {
  const blocked = path.join(folder, "a-file");
  await writeFile(blocked, "");
  await expect(createEmployeesSqlite(path.join(blocked, "employees.db"))).rejects.toThrow(/./);
  expect(existsSync(path.join(blocked, "employees.db"))).toBe(false);
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
});
