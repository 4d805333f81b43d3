/** The converters that Sluice has; one line each is all that it takes to add one. */
export { jsonConverter } from "./json-converter.ts";
export { stringConverter } from "./string-converter.ts";
