/** Every source connector, one line each: known by name and configuration; code and drivers load on first use. */
export { fileStreamSource } from "./file-stream/config.ts";
export { jdbcSource } from "./jdbc/config.ts";
