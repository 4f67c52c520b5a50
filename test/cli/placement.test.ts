import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { geoTiff, nifti } from "../app/formats/makeFiles.js";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);

const THREE = ["--num-classes", "3"];
const SIZES = [3, 4, 3, 2];
const TRUTH = Uint8Array.from({ length: 24 }, (_, i) => (i * i) % 3);
/** The same with one label in three wrong, where it is 2. */
const PREDICTED = TRUTH.map((label, i) => (label === 2 || i % 7 === 0 ? 1 : label));
/** Stored with x and y turned around. */
const TURNED = Uint8Array.from({ length: 24 }, (_, i) => {
  const [x, y, z] = [i % 4, Math.floor(i / 4) % 3, Math.floor(i / 12)];
  return PREDICTED[12 * z + 4 * (2 - y) + 3 - x] as number;
});
const sform = [2, 0, 0, -10, 0, 2, 0, 7.5, 0, 0, 5, 1];
const turnedSform = [-2, 0, 0, -4, 0, -2, 0, 11.5, 0, 0, 5, 1];

function write(name: string, voxels: Uint8Array<ArrayBuffer>, rows: readonly number[]): void {
  const bytes = nifti(SIZES, 2, voxels, { sform: rows });
  workspace.write(name, name.endsWith(".gz") ? new Uint8Array(gzipSync(bytes)) : bytes);
}

interface Report {
  readonly meanIou: number;
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly images: string[];
  }[];
}

describe("volumes that are stored turned", () => {
  it("score as those that are not, with one note a run that says how many there are", () => {
    const images = Array.from({ length: 20 }, (_, i) => `${i + 10}`);
    for (const image of images) {
      write(`t/${image}.nii.gz`, TRUTH, sform);
      write(`straight/${image}.nii.gz`, PREDICTED, sform);
      const isTurned = Number(image) > 12;
      write(`turned/${image}.nii.gz`, isTurned ? TURNED : PREDICTED, isTurned ? turnedSform : sform);
    }
    const straight = run("score", "t", "straight", ...THREE, "--json", "--threads", "2");
    expect(straight).toMatchObject({ status: 0, stderr: "" });
    const turned = run("score", "t", "turned", ...THREE, "--json", "--threads", "2");
    expect(turned.stderr).toBe(
      "maskscore: note: turned/13.nii.gz: stored mirrored or with its axes in another order, and brought to the truth's grid, as its placement says; so are those of 16 more images\n",
    );
    const [wanted, got] = [straight, turned].map(({ stdout }) => JSON.parse(stdout) as Report) as [
      Report,
      Report,
    ];
    expect(got.meanIou).toBe(wanted.meanIou);
    expect(got.findings.filter(({ code }) => code === "reoriented")).toEqual([
      expect.objectContaining({
        severity: "note",
        images: images.slice(3).map((image) => expect.stringContaining(image) as string),
      }),
    ]);
    const asTheyLie = JSON.parse(
      run("score", "t", "turned", ...THREE, "--json", "--placement", "ignore").stdout,
    ) as Report;
    expect(asTheyLie.meanIou).not.toBe(wanted.meanIou);
    expect(asTheyLie.findings.map(({ code }) => code)).not.toContain("reoriented");
  });

  it("that lie elsewhere are refused one by one, both places named", () => {
    write("t.nii", TRUTH, sform);
    write(
      "p.nii",
      PREDICTED,
      sform.map((number, i) => (i === 3 ? number + 2 : number)),
    );
    const { status, stderr } = run("score", "t.nii", "p.nii", ...THREE);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        "maskscore: p.nii does not lie where t.nii does, by 1 pixels: first pixel at (-8, 7.5, 1), steps x (2, 0, 0), y (0, 2, 0), z (0, 0, 5); the truth: first pixel at (-10, 7.5, 1), steps x (2, 0, 0), y (0, 2, 0), z (0, 0, 5); pass --placement ignore to score the pixels as they lie\n",
    });
    expect(run("score", "t.nii", "p.nii", ...THREE, "--placement", "ignore")).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  it("have a label out of range named by x, y and z", () => {
    write("t.nii", TRUTH, sform);
    const wrong = PREDICTED.slice();
    wrong[18] = 200;
    write("p.nii", wrong, sform);
    expect(run("score", "t.nii", "p.nii", ...THREE).stderr).toContain("pixel 18 (x 2, y 1, z 1)");
  });
});

it("inspect tells where a mask lies and how far its pixels are apart, where the file says it", () => {
  write("t.nii", TRUTH, sform);
  workspace.write(
    "t.tif",
    geoTiff({
      width: 2,
      height: 1,
      data: Uint8Array.of(0, 1),
      doubles: { 33550: [2, 2, 0], 33922: [0, 0, 0, 100, 200, 0] },
      keys: { 1024: 1, 1025: 1, 3072: 32633, 3076: 9001 },
    }),
  );
  const volume = run("inspect", "t.nii").stdout;
  expect(volume).toMatch(
    /^ *placement +first pixel at \(-10, 7\.5, 1\), steps x \(2, 0, 0\), y \(0, 2, 0\), z \(0, 0, 5\)$/m,
  );
  expect(volume).not.toMatch(/spacing/);
  const tile = run("inspect", "t.tif").stdout;
  expect(tile).toMatch(/^ *spacing +2 x 2 m$/m);
  expect(tile).toMatch(
    /^ *placement +EPSG:32633, first pixel at \(101, 199\), steps x \(2, 0\), y \(0, -2\) m$/m,
  );
  const [json] = JSON.parse(run("inspect", "t.tif", "--json").stdout) as [Record<string, unknown>];
  expect(json).toMatchObject({ spacing: { lengths: [1, 2, 2], unit: "m" }, placement: { unit: "m" } });
});
