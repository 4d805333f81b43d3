import { careers, departments, lastNames, mensNames, womensNames } from "./names.ts";
import { seededRandom, type SeededRandom } from "./random.ts";
import type { EmployeesRow } from "./tables.ts";

export interface EmployeesOptions {
  /** Another seed, other people. Default: 1. */
  readonly seed?: number;
  /** At least 1. Default: 30,000, which makes about 400,000 rows in all. */
  readonly employees?: number;
}

export const defaultSeed = 1;
const defaultEmployees = 30_000;

const dayMs = 24 * 60 * 60 * 1000;
const day = (iso: string): number => Date.parse(iso) / dayMs;
const firstNumber = 10_001;
const firstHire = day("1985-01-01");
const lastHire = day("2000-01-28");
/** Until when the sample knows everything. */
const today = day("2002-08-01");
/** How the sample says "still so". */
const forever = "9999-01-01";
const year = 365;

const isoDates = new Map<number, string>();

/** Remembered: few different days are written very often. */
function iso(dayNumber: number): string {
  let text = isoDates.get(dayNumber);
  if (text === undefined) isoDates.set(dayNumber, (text = new Date(dayNumber * dayMs).toISOString().slice(0, 10)));
  return text;
}

const until = (end: number): string => (end >= today ? forever : iso(end));

function* departmentPeriods(
  random: SeededRandom,
  number: number,
  hired: number,
  left: number,
): Generator<EmployeesRow> {
  const first = random.pick(departments).number;
  const move = random.between(hired + year, hired + 6 * year);
  const moves = move < left && random.chance(0.14);
  yield { table: "dept_emp", values: [number, first, iso(hired), moves ? iso(move) : until(left)] };
  if (!moves) return;
  const others = departments.filter((department) => department.number !== first);
  yield { table: "dept_emp", values: [number, random.pick(others).number, iso(move), until(left)] };
}

function* titlePeriods(random: SeededRandom, number: number, hired: number, left: number): Generator<EmployeesRow> {
  let from = hired;
  for (const title of random.pick(careers)) {
    const end = Math.min(left, from + random.between(4 * year, 13 * year));
    const last = end >= left || title.startsWith("Senior") || title.endsWith("Leader");
    yield { table: "titles", values: [number, title, iso(from), last ? until(left) : iso(end)] };
    if (last) return;
    from = end;
  }
}

function* salaryPeriods(random: SeededRandom, number: number, hired: number, left: number): Generator<EmployeesRow> {
  let salary = random.between(38_000, 90_000);
  for (let from = hired; from < left; from += year) {
    yield { table: "salaries", values: [number, salary, iso(from), until(Math.min(left, from + year))] };
    salary = Math.max(38_000, salary + random.between(-500, 4500));
  }
}

/** All rows of the employee with this number, who depends on nothing but number and seed. */
function* rowsOfEmployee(seed: number, number: number, hiredOn?: number): Generator<EmployeesRow> {
  const random = seededRandom(seed, number);
  const woman = random.chance(0.5);
  const birth = random.between(day("1952-02-01"), day("1965-02-01"));
  const firstName = random.pick(woman ? womensNames : mensNames);
  const name = [firstName, random.pick(lastNames), woman ? "F" : "M"];
  const hired = hiredOn ?? random.between(firstHire, lastHire);
  const left = hiredOn === undefined && random.chance(0.18) ? random.between(hired + 30, today) : today;
  yield { table: "employees", values: [number, iso(birth), ...name, iso(hired)] };
  yield* departmentPeriods(random, number, hired, left);
  yield* titlePeriods(random, number, hired, left);
  yield* salaryPeriods(random, number, hired, left);
}

/** Every department's managers follow each other without a gap; they are spread over all employees. */
function* managerRows(seed: number, employees: number): Generator<EmployeesRow> {
  const random = seededRandom(seed, 0);
  const total = departments.reduce((sum, { managers }) => sum + managers, 0);
  let index = 0;
  for (const { number, managers } of departments) {
    let from = firstHire;
    for (let left: number = managers; left > 0; left--, index++) {
      const end = left === 1 ? today : from + random.between(2 * year, 4 * year);
      const employee = firstNumber + Math.floor((index * employees) / total);
      yield { table: "dept_manager", values: [employee, number, iso(from), until(end)] };
      from = end;
    }
  }
}

/** The whole sample, row by row, the same for the same options. A smaller sample is the beginning of a larger one. */
export function* employeesRows({ seed = defaultSeed, employees = defaultEmployees }: EmployeesOptions = {}) {
  for (const { number, name } of departments) {
    yield { table: "departments", values: [number, name] } satisfies EmployeesRow;
  }
  for (let index = 0; index < employees; index++) yield* rowsOfEmployee(seed, firstNumber + index);
  yield* managerRows(seed, employees);
}

/** The rows of `count` people hired on the sample's last day but one, whose numbers follow on `lastNumber`. */
export function* newHireRows(lastNumber: number, count: number): Generator<EmployeesRow> {
  for (let index = 1; index <= count; index++) yield* rowsOfEmployee(defaultSeed, lastNumber + index, today - 1);
}
