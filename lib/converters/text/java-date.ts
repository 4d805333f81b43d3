import { civilDate } from "../../connect/index.ts";

const DAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `java.util.Date.toString` in UTC: `Thu Jan 01 00:00:00 UTC 1970`. */
export function javaDate(epochMillis: bigint): string {
  const { day, year, month, dayOfMonth, millisOfDay } = civilDate(epochMillis);
  const seconds = Math.floor(millisOfDay / 1000);
  const time = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => two(Math.floor(part))).join(":");
  const weekday = DAYS[Number(((day % 7n) + 7n) % 7n)] ?? "";
  return `${weekday} ${MONTHS[month - 1] ?? ""} ${two(dayOfMonth)} ${time} UTC ${String(year).padStart(4, "0")}`;
}

const two = (number: number): string => String(number).padStart(2, "0");
