import { describe, expect, it } from "vitest";
import { FormatError } from "../../../app/formats/formatError.js";
import { decodeNpy } from "../../../app/formats/npy.js";

/** A file of version 1 with such a header, padded as NumPy pads it, and some numbers. */
function fileOf(header: string, dataBytes: number): Uint8Array {
  const text = header + " ".repeat((64 - ((header.length + 11) % 64)) % 64) + "\n";
  const start = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8];
  const data = Array.from({ length: dataBytes }, (_, i) => [0, 1, 1, 0, 1, 0][i % 6] as number);
  return Uint8Array.from([...start, ...Array.from(text, (letter) => letter.charCodeAt(0)), ...data]);
}

/** What numpy.load (NumPy 1.24.2) makes of them: dtype, shape. */
const READ: readonly (readonly [header: string, dtype: string, shape: readonly number[]])[] = [
  ["{'descr': '<u1', 'fortran_order': False, 'shape': (2, 3), }", "|u1", [2, 3]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", "|u1", [2, 3]],
  ["{'descr': '>u2', 'fortran_order': False, 'shape': (2, 3), }", ">u2", [2, 3]],
  ["{'descr': '=i4', 'fortran_order': False, 'shape': (2, 3), }", "<i4", [2, 3]],
  ["{'descr': 'u1', 'fortran_order': False, 'shape': (2, 3), }", "|u1", [2, 3]],
  ["{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", "<f4", [2, 3]],
  ["{'descr': '|b1', 'fortran_order': False, 'shape': (2, 3), }", "|b1", [2, 3]],
  ["{'descr': '?', 'fortran_order': False, 'shape': (2, 3), }", "|b1", [2, 3]],
  ["{'descr': '<i8', 'fortran_order': False, 'shape': (2, 3), }", "<i8", [2, 3]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (2,3), }", "|u1", [2, 3]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3,), }", "|u1", [2, 3]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (6,), }", "|u1", [6]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (), }", "|u1", []],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (2L, 3L), }", "|u1", [2, 3]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (2,3,1), }", "|u1", [2, 3, 1]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': ( 2 , 3 ), }", "|u1", [2, 3]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (0, 3), }", "|u1", [0, 3]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (1,2,3), }", "|u1", [1, 2, 3]],
  ["{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", "|u1", [2, 3]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)}", "|u1", [2, 3]],
  ["{'shape': (2, 3), 'fortran_order': False, 'descr': '|u1'}", "|u1", [2, 3]],
  ['{"descr": "|u1", "fortran_order": False, "shape": (2, 3)}', "|u1", [2, 3]],
  ["{'descr': \"|u1\", 'fortran_order': False, 'shape': (2, 3)}", "|u1", [2, 3]],
  ["{ 'descr' : '|u1' , 'fortran_order' : False , 'shape' : (2, 3) }", "|u1", [2, 3]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (2,\n 3)}", "|u1", [2, 3]],
];

/** What numpy.load refuses, or reads as an array of neither labels nor scores. */
const REFUSED: readonly string[] = [
  "{'descr': 'Xf4', 'fortran_order': False, 'shape': (2, 3), }",
  "{'descr': '|u3', 'fortran_order': False, 'shape': (2, 3), }",
  "{'descr': '<f4 ', 'fortran_order': False, 'shape': (2, 3), }",
  "{'descr': 'U1', 'fortran_order': False, 'shape': (2, 3), }",
  "{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }",
  "{'descr': '|S3', 'fortran_order': False, 'shape': (2, 3), }",
  "{'descr': '<c8', 'fortran_order': False, 'shape': (2, 3), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (6), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': 6, }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (2,,3), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (,), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (2 3), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (02, 3), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (-2, -3), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (2.0, 3), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': [2, 3], }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (True, 6), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': ('2', 3), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999, 3), }",
  "{'descr': '|u1', 'fortran_order': 0, 'shape': (2, 3), }",
  "{'descr': '|u1', 'fortran_order': 1, 'shape': (2, 3), }",
  "{'descr': '|u1', 'fortran_order': None, 'shape': (2, 3), }",
  "{'descr': '|u1', 'fortran_order': 'True', 'shape': (2, 3), }",
  "{'descr': '|u1', 'fortran_order': true, 'shape': (2, 3), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)} x",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)},",
  "x{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)}",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)}{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)}",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), 'more': 1}",
  "{'descr': '|u1', 'fortran_order': False}",
  "{'descr': [('a', '|u1')], 'fortran_order': False, 'shape': (2, 3)}",
  "{'descr': '|u1' 'fortran_order': False, 'shape': (2, 3)}",
  "{'descr': '|u1',, 'fortran_order': False, 'shape': (2, 3)}",
  "{}",
  "",
  "[]",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3),,}",
  "{'descr': '|u1'; 'fortran_order': False, 'shape': (2, 3)}",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)}\u0000",
];

/** What Python reads and nobody writes: keys twice, comments, escapes, prefixes. */
const NEVER_WRITTEN: readonly string[] = [
  "{'descr': '|u1', 'fortran_order': False, 'shape': (1_0, 3), }",
  "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)}",
  "{'descr': '<u1', 'descr': '>u2', 'fortran_order': False, 'shape': (2, 3)}",
  "{'descr': u'|u1', 'fortran_order': False, 'shape': (2, 3)}",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)} # x",
  "{'descr': '|\\x751', 'fortran_order': False, 'shape': (2, 3)}",
];

describe("headers of .npy files", () => {
  it.each(READ)("as NumPy reads them: %s", (header, dtype, shape) => {
    const bytes = shape.reduce((product, size) => product * size, Number(dtype.slice(2)));
    expect(decodeNpy(fileOf(header, bytes)).shape).toEqual(shape);
  });

  it.each([...REFUSED, ...NEVER_WRITTEN])("are refused as NumPy refuses them: %s", (header) => {
    for (const bytes of [6, 12, 24, 48]) {
      expect(() => decodeNpy(fileOf(header, bytes))).toThrow(FormatError);
    }
  });

  it("of more than 10,000 bytes are refused before they are looked at", () => {
    const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)${" ".repeat(10_000)}}`;
    expect(() => decodeNpy(fileOf(header, 6))).toThrow("its header takes");
  });
});

it("booleans are bytes 0 and 1", () => {
  const file = fileOf("{'descr': '|b1', 'fortran_order': False, 'shape': (2, 3)}", 6);
  expect([...decodeNpy(file).data]).toEqual([0, 1, 1, 0, 1, 0]);
  file[file.length - 2] = 2;
  expect(() => decodeNpy(file)).toThrow("damaged .npy: element 4 of its booleans is 2, neither 0 nor 1");
});
