import { describe, expect, test } from "vitest";
import { LineReader } from "../../../../lib/connectors/file-stream/line-reader.ts";

function lines(...chunks: readonly (string | Uint8Array)[]): [string, number][] {
  const reader = new LineReader("The file f", 0n, 100);
  const found: [string, number][] = [];
  for (const chunk of chunks) {
    reader.push(Buffer.from(chunk));
    for (let line = reader.next(); line; line = reader.next()) found.push([line.text, Number(line.position)]);
  }
  return found;
}

describe("LineReader", () => {
  test.each<[string, string[], [string, number][]]>([
    [
      "\\n",
      ["a\nb\n"],
      [
        ["a", 2],
        ["b", 4],
      ],
    ],
    [
      "\\r\\n",
      ["a\r\nb\r\n"],
      [
        ["a", 3],
        ["b", 6],
      ],
    ],
    [
      "a lone \\r",
      ["a\rb\rc\n"],
      [
        ["a", 2],
        ["b", 4],
        ["c", 6],
      ],
    ],
    [
      "\\r\\n cut in two",
      ["a\r", "\nb\n"],
      [
        ["a", 3],
        ["b", 5],
      ],
    ],
    ["a \\r at the end, which waits", ["a\r"], []],
    [
      "a \\r at the end, then text",
      ["a\r", "b\n"],
      [
        ["a", 2],
        ["b", 4],
      ],
    ],
    [
      "empty lines",
      ["\n\r\n\r\n\n"],
      [
        ["", 1],
        ["", 3],
        ["", 5],
        ["", 6],
      ],
    ],
    [
      "two lone \\r",
      ["\r\rx\n"],
      [
        ["", 1],
        ["", 2],
        ["x", 4],
      ],
    ],
    ["no end yet", ["abc"], []],
    ["a line in three pieces", ["ab", "c", "d\ne"], [["abcd", 5]]],
  ])("cuts at %s", (_, chunks, expected) => {
    expect(lines(...chunks)).toEqual(expected);
  });

  test("counts bytes, not characters, also where a character is cut in two", () => {
    const bytes = Buffer.from("né\n日本\n😀\nx\n");
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(lines(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual([
        ["né", 4],
        ["日本", 11],
        ["😀", 16],
        ["x", 18],
      ]);
    }
  });

  test("replaces what is no UTF-8 and keeps count", () => {
    expect(lines(Uint8Array.of(0x61, 0xff, 0x0a, 0x62, 0x0a))).toEqual([
      ["a\uFFFD", 3],
      ["b", 5],
    ]);
  });

  test("refuses a line that is too long, complete or not, again and again", () => {
    for (const end of ["", "\n"]) {
      const reader = new LineReader("The file f", 0n, 4);
      reader.push(Buffer.from(`1234\n12345${end}`));
      expect(reader.next()?.text).toBe("1234");
      expect(() => reader.next()).toThrow(
        "The file f: the line at byte 5 is longer than 4 bytes: raise max.line.bytes",
      );
      expect(() => reader.next()).toThrow("longer");
    }
  });
});
