import { describe, expect, it } from "vitest";
import { sequencesOf } from "../../app/view/sequences.js";

const many = (count: number, idOf: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => idOf(i));

describe("ids of frames", () => {
  it("are told by few names and numbers of one step", () => {
    const camvid = [
      ...many(15, (i) => `0001TP_00${8550 + 30 * i}`),
      ...many(15, (i) => `Seq05VD_f0${1000 + 30 * i}`),
    ];
    expect(sequencesOf(camvid)).toEqual(["0001TP", "Seq05VD"]);
    expect(sequencesOf(many(40, (i) => `patient0${i % 4}/slice_${i}.png`))).toEqual([
      "patient00",
      "patient01",
      "patient02",
      "patient03",
    ]);
  });

  it("are not of one name, of many, of no step, without a number, or too few", () => {
    expect(sequencesOf(many(40, (i) => `image ${i}`))).toBeUndefined();
    expect(
      sequencesOf(many(40, (i) => `scan${"abcdefghijklmnopqrst"[i % 20] as string}_${i}`)),
    ).toBeUndefined();
    expect(sequencesOf(many(40, (i) => `200${i % 4}_00${(i * i * 37) % 9001}`))).toBeUndefined();
    expect(sequencesOf(many(40, (i) => `${"ab"[i % 2] as string}x`))).toBeUndefined();
    expect(sequencesOf(many(40, (i) => String(i)))).toBeUndefined();
    expect(sequencesOf(many(12, (i) => `v${"ab"[i % 2] as string}_${i}`))).toBeUndefined();
  });
});
