export { createEmployeesPostgres, insertNewHiresPostgres } from "./postgres.ts";
export { createEmployeesSqlite, insertNewHiresSqlite } from "./sqlite.ts";
export { employeesColumns, employeesTables, type EmployeesTable } from "./tables.ts";
