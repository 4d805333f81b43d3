/** The converters that Sluice has; one line each is all that it takes to add one. */
export { byteArrayConverter } from "./byte-array-converter.ts";
export { jsonConverter } from "./json-converter.ts";
export { simpleHeaderConverter } from "./simple-header-converter.ts";
export { stringConverter } from "./string-converter.ts";
