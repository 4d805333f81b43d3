import { DataError } from "../../connect/index.ts";
import { JsonNumber } from "./number.ts";

/** JSON as Kafka Connect reads it: numbers keep their digits, of a name used twice the last value counts. */
export type JsonNode = null | boolean | string | JsonNumber | readonly JsonNode[] | JsonObject;

/** Members by name, and the text that each was written as. */
export interface JsonObject {
  readonly members: ReadonlyMap<string, JsonNode>;
  readonly texts: ReadonlyMap<string, string>;
}

export const isJsonObject = (node: JsonNode | undefined): node is JsonObject =>
  typeof node === "object" && node !== null && "members" in node;

export const isJsonArray = (node: JsonNode | undefined): node is readonly JsonNode[] => Array.isArray(node);

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// oxlint-disable-next-line no-control-regex -- control characters are what a string must not hold
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }),
);
const MAX_DEPTH = 1000;

/**
 * Parses the first JSON value of a text as Jackson does for Kafka Connect (connect.md §3.2): numbers may begin with
 * zeros, what follows the value is not looked at, and a text of nothing but white space is undefined.
 *
 * @throws DataError with the position of the first character that can't be read.
 */
export function parseJson(text: string): JsonNode | undefined {
  return new Parser(text).document();
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonNode | undefined {
    if (this.#text.startsWith("\uFEFF")) this.#at = 1;
    this.#space();
    if (this.#at === this.#text.length) return undefined;
    const value = this.#value();
    const isWord = typeof value !== "string" && typeof value !== "object";
    if (isWord || value === null || value instanceof JsonNumber) this.#endOfWord(value instanceof JsonNumber);
    return value;
  }

  #value(): JsonNode {
    const char = this.#text[this.#at];
    if (char === "{") return this.#nested(() => this.#object());
    if (char === "[") return this.#nested(() => this.#array());
    if (char === '"') return this.#string();
    if (char === "t") return this.#word("true", true);
    if (char === "f") return this.#word("false", false);
    if (char === "n") return this.#word("null", null);
    return this.#number();
  }

  #nested<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new DataError(`JSON is nested more than ${MAX_DEPTH} levels deep`);
    this.#at++;
    const value = parse();
    this.#depth--;
    return value;
  }

  #object(): JsonObject {
    const members = new Map<string, JsonNode>();
    const texts = new Map<string, string>();
    this.#space();
    if (this.#take("}")) return { members, texts };
    do {
      this.#space();
      const name = this.#string();
      this.#space();
      this.#expect(":");
      this.#space();
      const from = this.#at;
      members.set(name, this.#value());
      texts.set(name, this.#text.slice(from, this.#at));
      this.#space();
    } while (this.#take(","));
    this.#expect("}");
    return { members, texts };
  }

  #array(): JsonNode[] {
    const items: JsonNode[] = [];
    this.#space();
    if (this.#take("]")) return items;
    do {
      this.#space();
      items.push(this.#value());
      this.#space();
    } while (this.#take(","));
    this.#expect("]");
    return items;
  }

  #string(): string {
    this.#expect('"');
    let value = this.#match(PLAIN) ?? "";
    while (!this.#take('"')) {
      this.#expect("\\");
      value += this.#escape() + (this.#match(PLAIN) ?? "");
    }
    return value;
  }

  #escape(): string {
    const letter = this.#text[this.#at++] ?? "";
    if (letter !== "u") return ESCAPES.get(letter) ?? this.#fail(-1);
    const hex = this.#text.slice(this.#at, this.#at + 4);
    if (!/^[\da-fA-F]{4}$/.test(hex)) this.#fail();
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  #number(): JsonNumber {
    return new JsonNumber(this.#match(NUMBER) ?? this.#fail());
  }

  #word<T extends JsonNode>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#fail();
    this.#at += word.length;
    return value;
  }

  /** After a bare word or number at the top something else may come, but not at once. */
  #endOfWord(isNumber: boolean): void {
    const next = this.#text[this.#at] ?? " ";
    if (isNumber ? !/\s/.test(next) : /[\w$]/.test(next)) this.#fail();
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }

  #space(): void {
    while (" \t\n\r".includes(this.#text[this.#at] ?? "x")) this.#at++;
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #expect(char: string): void {
    if (!this.#take(char)) this.#fail();
  }

  #fail(offset = 0): never {
    const at = this.#at + offset;
    throw new DataError(
      `Not JSON: ${at < this.#text.length ? "an unexpected character" : "it ends"} at position ${at}`,
    );
  }
}
