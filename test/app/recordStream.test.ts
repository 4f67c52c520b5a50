import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DatasetError } from "../../app/errors/problem.js";
import { type JsonCursor, keyNames } from "../../app/json/jsonCursor.js";
import { RecordStream } from "../../app/json/recordStream.js";

/** A value of any kind, as JSON.parse gives it. */
function valueOf(cursor: JsonCursor): unknown {
  if (cursor.isNull()) return null;
  if (cursor.isString()) return cursor.string();
  if (cursor.isList()) {
    const list: unknown[] = [];
    cursor.openList();
    for (let isFirst = true; cursor.nextItem(isFirst); isFirst = false) list.push(valueOf(cursor));
    return list;
  }
  if (cursor.isObject()) {
    const entries: [string, unknown][] = [];
    cursor.openObject();
    for (let isFirst = true; ; isFirst = false) {
      const key = cursor.nextKeyText(isFirst);
      if (key === undefined) return Object.fromEntries(entries);
      entries.push([key, valueOf(cursor)]);
    }
  }
  return [0x74, 0x66].includes(cursor.peek()) ? cursor.flag() : cursor.number();
}

/** What an error says that readInPieces throws. */
function refusalOf(text: string | Uint8Array, pieceBytes: number): string {
  try {
    readInPieces(text, pieceBytes);
  } catch (error) {
    if (error instanceof DatasetError) return (error.problem as { got: string }).got;
    throw error;
  }
  return "nothing: it was read";
}

/** What a stream reads of a text that comes in pieces of so many bytes; of a list under "". */
function readInPieces(text: string | Uint8Array, pieceBytes: number): Record<string, unknown[]> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const lists: Record<string, unknown[]> = {};
  const stream = new RecordStream("file.json", (key = "") => {
    if (key === "unasked") return undefined;
    const list: unknown[] = (lists[key] = []);
    return (cursor) => {
      list.push(valueOf(cursor));
    };
  });
  for (let at = 0; at < bytes.length; at += pieceBytes) stream.push(bytes.slice(at, at + pieceBytes));
  stream.finish();
  return lists;
}

const SEEDED = { seed: 16, numRuns: 120 };

describe("records of a JSON file in pieces", () => {
  it("are what JSON.parse gives, wherever the pieces end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(undefined, 1, "\t"),
        (records, pieceBytes, indent) => {
          const text = JSON.stringify(records, null, indent);
          expect(readInPieces(text, pieceBytes)[""]).toEqual(JSON.parse(text));
          const lists = { info: records, unasked: records, annotations: records };
          expect(readInPieces(JSON.stringify(lists, null, indent), pieceBytes)).toEqual(
            JSON.parse(JSON.stringify({ ...lists, unasked: undefined })),
          );
        },
      ),
      SEEDED,
    );
  });

  it("have the numbers that the engine reads, to the last bit", () => {
    const digits = (max: number): fc.Arbitrary<string> =>
      fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: max })
        .map((found) => found.join(""));
    const whole = digits(22).map((text) => text.replace(/^0+(?=.)/, ""));
    const texts = fc
      .tuple(
        fc.constantFrom("", "-"),
        whole,
        fc.oneof(
          fc.constant(""),
          digits(26).map((text) => `.${text}`),
        ),
        fc.oneof(
          fc.constant(""),
          fc.tuple(fc.constantFrom("e", "E", "e-", "e+"), digits(2)).map((parts) => parts.join("")),
        ),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        fc.array(texts, { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        (numbers, pieceBytes) => {
          const text = `[${numbers.join(", ")}]`;
          const [read = []] = Object.values(readInPieces(text, pieceBytes));
          const wanted = JSON.parse(text) as number[];
          expect(read.every((value, i) => Object.is(value, wanted[i]))).toBe(true);
          expect(read.length).toBe(wanted.length);
        },
      ),
      { ...SEEDED, numRuns: 600 },
    );
    const python = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 0.30000000000000004, 123456789012345.6, -0];
    expect(readInPieces(`[${python.map(String).join(",")},-0]`, 3)[""]).toEqual([
      ...python.map((n) => n + 0),
      -0,
    ]);
  });

  it.each([
    ["", "ends too early"],
    ["[", "ends too early"],
    ["[1", "ends too early"],
    ['["a', "ends too early"],
    ['[{"a":1', "ends too early"],
    ["[1 2]", 'expected "," or "]" at byte 3, got "2]"'],
    ["[1,]", 'a value behind ","'],
    ["[,1]", "a number"],
    ['[{"a" 1}]', '":" behind a key'],
    ["[{a: 1}]", "a key"],
    ["[01]", "a number"],
    ["[1.]", "a number"],
    ["[.5]", "a number"],
    ["[+1]", "a number"],
    ["[1e]", "a number"],
    ["[-]", "a number"],
    ["[NaN]", "JSON has no NaN"],
    ["[-Infinity]", "JSON has no NaN"],
    ["[1e999]", "a number that float64 holds"],
    ["[nul]", "a value"],
    ['["\\x"]', "escapes that JSON has"],
    ['["a\nb"]', "without control characters"],
    ["[1] 2", "the end of the file"],
    ["[1]]", "the end of the file"],
    ['{"a": [1], "a": [2]}', "twice in one object"],
    ['{"a": 5}', "a list, [ ], of a"],
    ["5", "an object, { }"],
    [`[${"[".repeat(80)}`, "more than 64 deep"],
  ])("are refused where JSON is not whole: %j", (text, reason) => {
    for (const pieceBytes of [1, 3, 1000]) {
      expect(refusalOf(text, pieceBytes)).toContain(reason);
    }
  });

  it("are refused of other encodings, and may begin with a byte order mark", () => {
    expect(readInPieces("\uFEFF[1]", 2)).toEqual({ "": [1] });
    expect(refusalOf(new Uint8Array([0xff, 0xfe, 0x5b, 0, 0x31, 0, 0x5d, 0]), 4)).toContain("UTF-8");
    expect(refusalOf(new Uint8Array([0, 0x5b, 0, 0x31, 0, 0x5d]), 4)).toContain("UTF-8");
    expect(refusalOf(new Uint8Array([0x5b, 0x22, 0xc3, 0x28, 0x22, 0x5d]), 4)).toContain("UTF-8");
  });

  it("take pieces as large as the record that is not whole yet", () => {
    const stream = new RecordStream("file.json", () => (cursor) => {
      cursor.skip();
    });
    expect(stream.wanted).toBe(2 ** 20);
    stream.push(new TextEncoder().encode(`[["${"x".repeat(3 * 2 ** 20)}`));
    expect(stream.wanted).toBeGreaterThan(3 * 2 ** 20);
  });

  it("know keys by their names, escaped or not", () => {
    const names = keyNames("bbox", "score");
    const found: (number | undefined)[] = [];
    const stream = new RecordStream("file.json", () => (cursor) => {
      cursor.openObject();
      for (let isFirst = true; ; isFirst = false) {
        const key = cursor.nextKey(names, isFirst);
        if (key === undefined) return;
        found.push(key);
        cursor.skip();
      }
    });
    stream.push(new TextEncoder().encode('[{"score":1,"bbox":[1,2],"scor":0,"b\\u0062ox":null,"":{}}]'));
    stream.finish();
    expect(found).toEqual([1, 0, -1, 0, -1]);
  });

  it("have numbers of 16 and 17 digits as the engine reads them, halves between two float64s included", () => {
    const long = fc
      .tuple(fc.bigInt({ min: 10n ** 15n, max: 10n ** 17n - 1n }), fc.integer({ min: 0, max: 22 }))
      .map(([digits, places]) => {
        const text = String(digits).padStart(places + 1, "0");
        return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
      });
    const halves = fc
      .bigInt({ min: 2n ** 53n, max: 2n ** 54n })
      .chain((whole) => fc.constantFrom(String(whole | 1n), `${whole >> 2n}.5`, `${whole >> 2n}.25`));
    fc.assert(
      fc.property(fc.array(fc.oneof(long, halves), { minLength: 1, maxLength: 40 }), (numbers) => {
        const text = `[${numbers.join()}]`;
        expect(readInPieces(text, text.length)[""]).toEqual(JSON.parse(text));
      }),
      SEEDED,
    );
  });
});
