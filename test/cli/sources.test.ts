import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  type Files,
  type ImageColumn,
  parquetOf,
  tarGzOfFiles,
  tarOf,
  tarOfFiles,
  zipOfFiles,
} from "../helpers/archives.js";
import { maskscore } from "../helpers/command.js";
import { type Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const TWO = ["--num-classes", "3", "--quiet"];

/** Masks that differ from image to image, of which some are in folders. */
const NAMES = ["a/1.png", "a/2.png", "b/10.png", "b/3.png", "c.png"];
const side = (seed: number): Files =>
  Object.fromEntries(
    NAMES.map((name, i) => [
      name,
      png(
        Uint8Array.from({ length: 64 }, (_, p) => (p * seed + i) % 3),
        8,
      ),
    ]),
  );
const TRUTH = side(1);
const PREDICTION = side(2);

function writeFolders(): void {
  for (const [name, bytes] of Object.entries(TRUTH)) workspace.write(`t/${name}`, bytes);
  for (const [name, bytes] of Object.entries(PREDICTION)) workspace.write(`p/${name}`, bytes);
}

/** The state of a run, byte by byte; the run is to succeed. */
function stateOf(truth: string, prediction: string, ...more: readonly string[]): string {
  const { status, stderr } = run("score", truth, prediction, ...TWO, "--state", "s.state", ...more);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return readFileSync(join(workspace.folder, "s.state")).toString("hex");
}

const column = (name: string, files: Files): ImageColumn => ({
  name,
  cells: Object.entries(files).map(([path, bytes]) => ({ bytes, path })),
});

const backwards = (files: Files): Files => Object.fromEntries(Object.entries(files).reverse());

const PACKERS: readonly (readonly [string, (files: Files) => Uint8Array])[] = [
  ["tar", tarOfFiles],
  ["tar.gz", tarGzOfFiles],
  ["tgz", (files) => tarGzOfFiles(backwards(files))],
  ["zip", zipOfFiles],
  ["parquet", (files) => parquetOf([column("mask", files)])],
];

describe("masks in archives", () => {
  it.each(PACKERS)("%s: the state is a folder's, on either side and both", (ending, pack) => {
    writeFolders();
    workspace.write(`t.${ending}`, pack(TRUTH));
    workspace.write(`p.${ending}`, pack(PREDICTION));
    const folders = stateOf("t", "p");
    expect(stateOf(`t.${ending}`, `p.${ending}`)).toBe(folders);
    expect(stateOf("t", `p.${ending}`)).toBe(folders);
    expect(stateOf(`t.${ending}`, "p")).toBe(folders);
    expect(stateOf(`t.${ending}`, `p.${ending}`, "--threads", "1")).toBe(folders);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`.maskscore-${process.pid}-`))).toEqual([]);
  });

  it("every task reads them", () => {
    writeFolders();
    workspace.write("t.zip", zipOfFiles(TRUTH, true));
    workspace.write("p.tar.gz", tarGzOfFiles(PREDICTION));
    for (const task of ["boundary", "components", "surfaces"]) {
      expect(stateOf("t.zip", "p.tar.gz", "--task", task), task).toBe(stateOf("t", "p", "--task", task));
    }
  });

  it("WebDataset: truth and prediction in one tar, and many of them, by braces or by their folder", () => {
    const keys = ["000", "001", "002", "003"];
    const masks = keys.map((_, i) => png(Uint8Array.of(0, 1, 2, i % 3), 2));
    const shard = (from: number): Uint8Array =>
      tarOf(
        [from, from + 1].flatMap((i) => [
          { name: `${keys[i] as string}.pred.png`, content: masks[(i + 1) % 4] as Uint8Array },
          { name: `${keys[i] as string}.json`, content: Buffer.from("{}") },
          { name: `${keys[i] as string}.truth.png`, content: masks[i] as Uint8Array },
        ]),
      );
    workspace.write("w/shard-00.tar", shard(0));
    workspace.write("w/shard-01.tar", shard(2));
    keys.forEach((key, i) => {
      workspace.write(`f/${key}.truth.png`, masks[i] as Uint8Array);
      workspace.write(`f/${key}.pred.png`, masks[(i + 1) % 4] as Uint8Array);
    });
    const rule = [
      "--truth-glob",
      "*.truth.png",
      "--prediction-glob",
      "*.pred.png",
      "--strip",
      ".truth,.pred",
    ];
    const scores = (path: string): unknown => {
      const { stdout, stderr, status } = run("score", path, path, ...TWO, ...rule, "--json");
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      return { ...(JSON.parse(stdout) as object), elapsedMs: 0, models: 0 };
    };
    const folder = scores("f");
    expect(folder).toMatchObject({ images: 4 });
    expect(scores("w")).toEqual(folder);
    expect(scores("w/shard-{00..01}.tar")).toEqual(folder);
  });

  it("a folder of an archive is named behind it", () => {
    writeFolders();
    const both = Object.fromEntries([
      ...Object.entries(TRUTH).map(([name, bytes]) => [`x/t/${name}`, bytes] as const),
      ...Object.entries(PREDICTION).map(([name, bytes]) => [`x/p/${name}`, bytes] as const),
    ]);
    workspace.write("both.zip", zipOfFiles(both));
    expect(stateOf("both.zip/x/t", "both.zip/x/p/")).toBe(stateOf("t", "p"));
    expect(run("score", "both.zip/x/t/c.png", "both.zip/x/p/c.png", ...TWO).stdout).toMatch(/^images +1 /m);
    expect(run("score", "both.zip/y", "both.zip/x/p", ...TWO).stderr).toBe(
      "maskscore: both.zip/y: both.zip has no such file or folder\n",
    );
  });

  it("pairs name files of archives, and inspect looks into them", () => {
    writeFolders();
    workspace.write("p.zip", zipOfFiles(PREDICTION));
    workspace.write("pairs.csv", "truth,prediction,id\nt/c.png,p.zip/c.png,c\n");
    expect(run("score", "--pairs", "pairs.csv", ...TWO).status).toBe(0);
    expect(run("inspect", "p.zip").stdout).toContain("p.zip/a/1.png");
  });

  it("goes on with --resume", () => {
    writeFolders();
    workspace.write("p.tar", tarOfFiles({ ...PREDICTION, "b/3.png": Buffer.from("no mask") }));
    const broken = run("score", "t", "p.tar", ...TWO, "--resume", "r.state");
    expect(broken.status).toBe(1);
    expect(broken.stderr).toMatch(/maskscore: p\.tar\/b\/3\.png: /);
    workspace.write("p.tar", tarOfFiles(PREDICTION));
    const { status, stderr } = run("score", "t", "p.tar", ...TWO, "--resume", "r.state");
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringMatching(
        /^maskscore: going on from r\.state: \d of 5 images are counted\n$/,
      ) as string,
    });
    expect(readFileSync(join(workspace.folder, "r.state")).toString("hex")).toBe(stateOf("t", "p"));
  });
});

describe("Parquet", () => {
  const bytes = (files: Files): ImageColumn => ({ name: "raw", cells: Object.values(files) });

  it("columns are named, rows by their paths, by a column or by their numbers", () => {
    writeFolders();
    const paths = Object.keys(TRUTH);
    const codecs = ["SNAPPY", "GZIP", "UNCOMPRESSED"] as const;
    for (const codec of codecs) {
      const columns = [column("truth", TRUTH), column("unet", PREDICTION), bytes(PREDICTION)];
      workspace.write("d.parquet", parquetOf(columns, { names: paths, codec }));
      // A model is called as its column.
      for (const model of ["unet", "raw"]) {
        for (const [name, content] of Object.entries(PREDICTION))
          workspace.write(`${model}/${name}`, content);
      }
      expect(stateOf("d.parquet#truth", "d.parquet#unet"), codec).toBe(stateOf("t", "unet"));
      expect(stateOf("t", "d.parquet#raw,name=file_name"), codec).toBe(stateOf("t", "raw"));
    }
    expect(run("inspect", "d.parquet#raw").stdout).toContain("d.parquet#raw/000004.png");
    expect(run("score", "d.parquet#truth,name=", "d.parquet#raw", ...TWO).stdout).toMatch(/^images +5 /m);
  });

  it.each([
    ["d.parquet", /d\.parquet: has several columns of images, truth, raw; name one behind a #, as #truth\n/],
    ["d.parquet#tru", /d\.parquet#tru: has no column "tru"; those of images are truth, raw\n/],
    ["d.parquet#file_name", /its column "file_name" holds bytes of images|holds bytes of images/],
    ["d.parquet#truth,name=x", /has no column "x" of names; /],
    ["d.parquet#truth,raw", /names 2 columns; write #COLUMN, or #COLUMN,name=COLUMN\n/],
  ])("%s is refused", (path, words) => {
    workspace.write(
      "d.parquet",
      parquetOf([column("truth", TRUTH), bytes(TRUTH)], { names: Object.keys(TRUTH) }),
    );
    const { status, stderr } = run("score", path, path, ...TWO);
    expect(status).toBe(1);
    expect(stderr).toMatch(words);
  });

  it("a row without bytes is told by its number, and damage by what is wrong", () => {
    const cells = [...column("m", TRUTH).cells];
    cells[3] = { bytes: null, path: NAMES[3] as string };
    const file = parquetOf([{ name: "m", cells }]);
    workspace.write("d.parquet", file);
    expect(run("score", "d.parquet", "d.parquet", ...TWO).stderr).toMatch(
      /^maskscore: d\.parquet\/b\/3\.png: row 3 of d\.parquet has nothing in m\.bytes; save the images' bytes in it\n$/,
    );
    workspace.write("d.parquet", file.subarray(0, file.length - 5));
    expect(run("score", "d.parquet", "d.parquet", ...TWO).stderr).toMatch(
      /^maskscore: d\.parquet: damaged Parquet: /,
    );
  });
});

describe("archives that are not what they say", () => {
  const MASK = png(Uint8Array.of(0, 1, 1, 0), 2);
  const scored = (name: string, bytes: Uint8Array): Ran => {
    workspace.write(name, bytes);
    return run("score", name, name, ...TWO);
  };

  it.each([
    ["tar", tarOf([1, 1].map((n) => ({ name: `${n}.png`, content: MASK })))],
    ["tar", tarOf(["1.png", "./1.png"].map((name) => ({ name, content: MASK })))],
  ])("a name that stands twice in a %s is refused", (ending, bytes) => {
    expect(scored(`x.${ending}`, bytes).stderr).toBe(
      `maskscore: x.${ending}: holds "1.png" twice; pack it anew with each name once\n`,
    );
  });

  it("a name in two shards is refused", () => {
    workspace.write("w/0.tar", tarOfFiles({ "1.png": MASK }));
    workspace.write("w/1.zip", zipOfFiles({ "1.png": MASK }));
    expect(run("score", "w", "w", ...TWO).stderr).toBe(
      'maskscore: w: "1.png" is both w/0.tar/1.png and w/1.zip/1.png; give each a name of its own\n',
    );
  });

  it("names that lead out are names, and what is hidden is not there", () => {
    const content = MASK;
    const names = ["../../etc/1.png", "/abs/2.png", "._3.png", "__MACOSX/._4.png", "sub/.git/5.png"];
    const bytes = tarOf(names.map((name) => ({ name, content })));
    workspace.write("x.tar", bytes);
    const { stdout, status } = run("score", "x.tar", "x.tar", ...TWO, "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ images: 2 });
    expect(stdout).toContain('"../../etc/1"');
    expect(stdout).toContain('"abs/2"');
  });

  it("links are the files that they lead to; one that leads nowhere is named", () => {
    const link = { name: "d/2.png", kind: "2", target: "../1.png" };
    const hard = { name: "3.png", kind: "1", target: "d/2.png" };
    const file = { name: "1.png", content: MASK };
    workspace.write("x.tar", tarOf([link, hard, file]));
    expect(JSON.parse(run("score", "x.tar", "x.tar", ...TWO, "--json").stdout)).toMatchObject({ images: 3 });
    expect(scored("y.tar", tarOf([file, { name: "2.png", kind: "2", target: "/etc/passwd" }])).stderr).toBe(
      "maskscore: y.tar/2.png: a link that leads to no file of the archive\n",
    );
  });

  it("a tar that is cut, or damaged, says behind or within which entry", () => {
    const whole = tarOf(["1.png", "2.png"].map((name) => ({ name, content: MASK })));
    expect(scored("x.tar", whole.subarray(0, 1024 + 512 + 20)).stderr).toBe(
      'maskscore: x.tar: truncated tar: it ends within "2.png"\n',
    );
    expect(scored("x.tar", whole.subarray(0, 1024)).stderr).toBe(
      'maskscore: x.tar: truncated tar: it ends behind "1.png", without the zeros that end a tar\n',
    );
    const flipped = Buffer.from(whole);
    flipped[1024 + 5] = 65;
    expect(scored("x.tar", flipped).stderr).toBe(
      'maskscore: x.tar: damaged tar: what stands behind "1.png" is no header of an entry\n',
    );
    expect(scored("x.tar", tarOf([{ name: "1.png", content: MASK, kind: "S" }])).stderr).toMatch(/is sparse/);
  });

  it("a .tar.gz that breaks says where", () => {
    const names = Array.from({ length: 50 }, (_, i) => `${i}.png`);
    const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255);
    const packed = gzipSync(tarOf(names.map((name, i) => ({ name, content: noise.map((b) => b ^ i) }))));
    expect(scored("x.tar.gz", packed.subarray(0, packed.length / 2)).stderr).toMatch(
      /^maskscore: x\.tar\.gz: cannot be unpacked \(unexpected end of file\): truncated tar: it ends (within|behind) "\d+\.png"/,
    );
    const flipped = Buffer.from(packed);
    flipped.writeUInt8(flipped.readUInt8(packed.length - 6) ^ 1, packed.length - 6);
    expect(scored("x.tar.gz", flipped).stderr).toMatch(
      /^maskscore: x\.tar\.gz: cannot be unpacked \(incorrect data check\)/,
    );
  });

  it("a zip's checksums are verified, and no two entries share bytes", () => {
    const files = { "1.png": MASK, "2.png": png(Uint8Array.of(1, 1, 1, 0), 2) };
    const stored = Buffer.from(zipOfFiles(files, true));
    const at = stored.indexOf("IDAT");
    stored.writeUInt8(stored.readUInt8(at + 6) ^ 1, at + 6);
    expect(scored("x.zip", stored).stderr).toBe(
      'maskscore: x.zip/1.png: damaged zip file: the checksum of "1.png" is wrong\n',
    );
    const kept = run("score", "x.zip", "x.zip", ...TWO, "--keep-going");
    expect(kept.status).toBe(3);
    const shared = Buffer.from(zipOfFiles(files, true));
    const second = shared.lastIndexOf("PK\x01\x02");
    shared.writeUInt32LE(0, second + 42);
    expect(scored("y.zip", shared).stderr).toMatch(
      /^maskscore: y\.zip: damaged zip file: "\d\.png" and "\d\.png" share bytes\n$/,
    );
    const bomb = Buffer.from(zipOfFiles({ "1.png": new Uint8Array(1000) }));
    bomb.writeUInt32LE(2 ** 31 - 2, bomb.lastIndexOf("PK\x01\x02") + 24);
    expect(scored("z.zip", bomb).stderr).toMatch(
      /^maskscore: z\.zip\/1\.png: damaged zip file: its header promises 2147483646 bytes/,
    );
  });
});
