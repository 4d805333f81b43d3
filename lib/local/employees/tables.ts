/** The six tables, in an order in which each row's references exist before it. */
export const employeesTables = ["departments", "employees", "dept_emp", "dept_manager", "titles", "salaries"] as const;

export type EmployeesTable = (typeof employeesTables)[number];

/** Rows of each table. */
export type EmployeesCounts = Record<EmployeesTable, number>;

export const noRows = (): EmployeesCounts => ({
  departments: 0,
  employees: 0,
  dept_emp: 0,
  dept_manager: 0,
  titles: 0,
  salaries: 0,
});

/** What a column holds; dates are ISO texts such as `1986-06-26`. */
export type ColumnType = "integer" | "text" | "date";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

const column = (name: string, type: ColumnType): Column => ({ name, type });
const period = [column("from_date", "date"), column("to_date", "date")];
const employee = column("emp_no", "integer");
const department = column("dept_no", "text");

/** The columns of each table after `id`, which the database counts up itself. */
export const employeesColumns: Record<EmployeesTable, readonly Column[]> = {
  departments: [department, column("dept_name", "text")],
  employees: [
    employee,
    column("birth_date", "date"),
    column("first_name", "text"),
    column("last_name", "text"),
    column("gender", "text"),
    column("hire_date", "date"),
  ],
  dept_emp: [employee, department, ...period],
  dept_manager: [employee, department, ...period],
  titles: [employee, column("title", "text"), ...period],
  salaries: [employee, column("salary", "integer"), ...period],
};

/** A row: values in the order of the table's columns. */
export interface EmployeesRow {
  readonly table: EmployeesTable;
  readonly values: readonly (string | number)[];
}
