import { describe, expect, it } from "vitest";
import { DatasetError } from "../../app/errors/problem.js";
import { readClasses } from "../../app/classes/readClasses.js";
import { parseJson } from "../../app/json/parseJson.js";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function utf16(text: string, isLittle: boolean, mark: string): Uint8Array {
  const marked = mark + text;
  const view = new DataView(new ArrayBuffer(marked.length * 2));
  for (let i = 0; i < marked.length; i++) view.setUint16(i * 2, marked.charCodeAt(i), isLittle);
  return new Uint8Array(view.buffer);
}

function refusal(bytes: Uint8Array): string {
  try {
    parseJson(bytes, "c.json");
  } catch (error) {
    expect(error).toBeInstanceOf(DatasetError);
    return (error as Error).message;
  }
  throw new Error("it was read");
}

describe("a JSON file", () => {
  it.each([
    ["with a byte order mark", bytesOf('\ufeff{"a":"é"}')],
    ["of UTF-16, as PowerShell writes it", utf16('{"a":"é"}', true, "\ufeff")],
    ["of UTF-16, the other way round", utf16('{"a":"é"}', false, "\ufeff")],
    ["of UTF-16 without a mark", utf16('{"a":"é"}', true, "")],
    ["of UTF-16 without a mark, the other way round", utf16('{"a":"é"}', false, "")],
  ])("%s is read", (_, bytes) => {
    expect(parseJson(bytes, "c.json")).toEqual({ a: "é" });
  });

  it("is what JSON.parse makes of it, whatever its strings hold", () => {
    for (const value of ['\\"', "\\\\", '}{][,:"', "\\u0022", '\\\\"', "\u2028"]) {
      const json = JSON.stringify([{ [value]: value, b: [value, { [value]: 1 }] }, { [value]: 2 }]);
      expect(parseJson(bytesOf(json), "c.json")).toEqual(JSON.parse(json));
    }
    expect(Object.hasOwn(parseJson(bytesOf('{"__proto__":1}'), "c.json") as object, "__proto__")).toBe(true);
  });

  it.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(0), "c.json: not JSON: the file is empty"],
    ["spaces", bytesOf(" \n"), "c.json: not JSON: the file is empty"],
    ["Latin-1", Uint8Array.of(0x22, 0xe9, 0x22), "in neither UTF-8 nor UTF-16; save it as UTF-8"],
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), "in neither UTF-8 nor UTF-16"],
    ["NaN", bytesOf('{"a": NaN}'), "; JSON has no NaN and no Infinity"],
    ["half of it", bytesOf('{"a": ['), "c.json: not JSON: "],
    ["a key twice", bytesOf('{"a":1,"b":{"a":2},"a":3}'), 'it has the key "a" twice in one object'],
    ["a key twice, spelt otherwise", bytesOf('[{"a":1, "\\u0061" : 3}]'), 'it has the key "a" twice'],
    ["lists too deep", bytesOf("[".repeat(2e5) + "]".repeat(2e5)), "more than 64 deep in each other"],
    ["objects too deep", bytesOf('{"a":'.repeat(2e5) + "1" + "}".repeat(2e5)), "more than 64 deep"],
    ["depth without an end", bytesOf("[".repeat(2e6)), "c.json: not JSON: "],
    ["a long line that is none", bytesOf(`"${"x".repeat(1e6)}`), "c.json: not JSON: "],
  ])("of %s is refused in one short line", (_, bytes, message) => {
    expect(refusal(bytes)).toContain(message);
    expect(refusal(bytes).length).toBeLessThan(300);
    expect(refusal(bytes)).not.toContain("\n");
  });
});

describe("a classes file", () => {
  it.each<[string, unknown, string]>([
    [
      "too many names",
      { classNames: Array.from({ length: 70_000 }, (_, c) => `class ${c}`) },
      "classNames expected at most 4096 names, got 70000",
    ],
    ["names that are none", { classNames: new Array(4000).fill(5) }, "got [5, 5, 5, 5, 5, 5, ...]"],
    [
      "a number beyond numbers",
      { numClasses: Infinity },
      "numClasses expected a whole number from 1 to 4096",
    ],
    ["a label beyond 2^53", { ignoreIndex: 2 ** 53 }, "ignoreIndex expected a whole number within 2^53"],
    [
      "a word of a million letters",
      { nodata: "x".repeat(1e6) },
      'nodata expected "ignore" or "label", got "xxx',
    ],
  ])("of %s is refused in one short line", (_, content, message) => {
    let said = "";
    try {
      readClasses(bytesOf(JSON.stringify(content)), "c.json");
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toContain(message);
    expect(said.length).toBeLessThan(300);
  });
});
