export { createEmployeesPostgres, insertNewHiresPostgres, type PostgresTarget } from "./postgres.ts";
export type { EmployeesOptions } from "./rows.ts";
export { createEmployeesSqlite, insertNewHiresSqlite } from "./sqlite.ts";
export { employeesColumns, employeesTables, type EmployeesCounts, type EmployeesTable } from "./tables.ts";
