import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BoundaryScorer } from "../../src/scorers/boundaryScorer.js";
import { nifti, npy } from "../app/formats/makeFiles.js";
import { maskscore } from "../helpers/command.js";
import { parseDocument } from "../helpers/documents.js";
import type { Ran } from "../helpers/project.js";
import { useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const jsonOf = ({ stdout }: Ran): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;
const saved = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const THREE = ["--num-classes", "3"];
const [HEIGHT, WIDTH] = [6, 10];

/** A block of each class, the second one where i says; moved aside. */
function blocks(i: number, moved: number): Uint8Array {
  return Uint8Array.from({ length: HEIGHT * WIDTH }, (_, pixel) => {
    const [y, x] = [Math.floor(pixel / WIDTH), (pixel % WIDTH) - moved];
    if (y < 3 && x >= 0 && x < 3) return 1;
    return y > 2 && x > i && x < i + 4 ? 2 : 0;
  });
}

const COUNT = 4;
const PREDICTED = { p: [0, 1, 2, 1], q: [1, 1, 1, 1] } as const;

function writeImages(): void {
  for (let i = 0; i < COUNT; i++) {
    workspace.write(`t/${i}.npy`, npy("|u1", `(${HEIGHT}, ${WIDTH})`, blocks(i, 0)));
    for (const [model, moved] of Object.entries(PREDICTED)) {
      const labels = blocks(i, moved[i] as number);
      workspace.write(`${model}/${i}.npy`, npy("|u1", `(${HEIGHT}, ${WIDTH})`, labels));
    }
  }
}

/** What a run says that takes no time. */
function timeless(part: unknown): object {
  return { ...(part as object), elapsedMs: 0, failures: [] };
}

describe("--measures", () => {
  it("is what each measure says by itself, of one run", () => {
    writeImages();
    const names = ["iou", "boundary", "surfaces", "components"];
    const all = run(
      "score",
      "t",
      "p",
      "q",
      ...THREE,
      "--measures",
      "iou,boundary,surface,components",
      "--json",
    );
    expect(all.stderr).toBe("");
    const { measures } = jsonOf(all) as { measures: unknown[] };
    expect(measures).toHaveLength(names.length);
    names.forEach((name, i) => {
      const own = run(
        "score",
        "t",
        "p",
        "q",
        ...THREE,
        ...(name === "iou" ? [] : ["--task", name]),
        "--json",
      );
      const expected = { ...(name === "iou" ? { task: "iou" } : {}), ...jsonOf(own) };
      expect(timeless(measures[i])).toEqual(timeless(expected));
    });
  });

  it("has each measure's part in every report", () => {
    writeImages();
    const score = ["score", "t", "p", ...THREE, "--measures", "iou,boundary"];
    const overlap = run("score", "t", "p", ...THREE, "--csv").stdout;
    const boundary = run("score", "t", "p", ...THREE, "--task", "boundary", "--csv").stdout;
    expect(run(...score, "--csv").stdout).toBe(`${overlap}\r\n${boundary}`);
    const told = run(...score).stdout;
    expect(told).toMatch(/^Overlap\n\nclass +IoU/);
    expect(told).toContain("\n\nBoundaries\n\nclass +boundary IoU".replace(" +", "    "));
    expect(run(...score, "--markdown").stdout).toMatch(/^## Overlap\n[^]*\n## Boundaries\n/);
    const junit = run(...score, "--junit").stdout;
    expect(junit).toContain("mean IoU 0.");
    expect(junit).toContain("scored 4 images: boundary IoU 0.");
  });

  it("is one page with each measure's part, its score and its pictures", () => {
    writeImages();
    const score = ["score", "t", "p", ...THREE, "--measures", "iou,boundary,surfaces", "--tolerance", "1"];
    const ran = run(...score, "--html", "a.html", "--json");
    expect(ran.stderr).toBe("");
    const [overlap, boundary, surfaces] = (jsonOf(ran) as { measures: Record<string, never>[] }).measures;
    const page = parseDocument(readFileSync(join(workspace.folder, "a.html"), "utf8"), "text/html");
    const titles = Array.from(page.querySelectorAll("h2"), (title) => title.textContent);
    expect(titles).toEqual(["Overlap", "Boundaries", "Surfaces"]);
    const links = Array.from(page.querySelectorAll("nav a"), (link) => link.getAttribute("href"));
    expect(links).toEqual(["#overlap", "#boundaries", "#surfaces"]);
    const scores = Array.from(page.querySelectorAll(".headline .big"), (big) => big.textContent.trim());
    const { mean, unit } = surfaces as unknown as { mean: Record<string, { mean: number }>; unit: string };
    expect(scores).toEqual([
      (overlap as unknown as { meanIou: number }).meanIou.toFixed(4),
      (boundary as unknown as { mean: { iou: number } }).mean.iou.toFixed(4),
      `${mean.hausdorff95?.mean.toFixed(4)} ${unit}`,
    ]);
    const ids = Array.from(page.querySelectorAll("[id]"), ({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    // Of one panel and of two, each of all four images.
    const pictures = Array.from(
      page.querySelectorAll("article.of-task"),
      (one) => one.querySelectorAll("img").length,
    );
    expect(pictures).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    expect(run(...score, "--html", "b.html", "q").stderr).toContain(
      "--html of a task is a page of one model",
    );
  });

  it("alone is a run as any other", () => {
    writeImages();
    const table = (...args: readonly string[]): string =>
      run("score", "t", "p", ...THREE, ...args).stdout.replace(/time .*/, "");
    expect(table("--measures", "iou")).toBe(table());
    expect(table("--measures", "boundary")).toBe(table("--task", "boundary"));
  });

  it("holds each measure to its thresholds", () => {
    writeImages();
    const score = ["score", "t", "p", ...THREE, "--measures", "iou,boundary", "--json", "--fail-under"];
    const ran = run(...score, "iou=0.1,boundary:dice=0.99,boundary:class 2=0.1");
    expect(ran.status).toBe(4);
    const [overlap, boundary] = (jsonOf(ran) as { measures: Record<string, unknown>[] }).measures;
    expect(overlap?.thresholds).toMatchObject([{ key: "iou", isMet: true }]);
    expect(boundary?.gates).toMatchObject([
      { label: "boundary Dice", isMet: false },
      { label: "boundary IoU of class 2", isMet: true },
    ]);
    expect(run(...score, "components:pq=0.1").stderr).toContain(
      "components:pq is of a measure that is not scored",
    );
    expect(run(...score, "boundary:hue=0.1").stderr).toContain(
      '"hue" is neither a score of this task nor a class',
    );
  });

  it.each([
    [
      ["--measures", "iou,sharpness"],
      'Unknown measure "sharpness"; there are iou, boundary, surfaces, components.',
    ],
    [
      ["--measures", "iou,boundary", "--task", "boundary"],
      "--task boundary is one measure, and --measures several",
    ],
    [
      ["--measures", "iou,boundary", "--state", "s"],
      "a state is of one measure: keep each by a run of its own, as one without --measures and --measures boundary",
    ],
    [
      ["--measures", "iou,boundary", "--connectivity", "4"],
      "--connectivity is nothing that --measures iou,boundary knows",
    ],
    [["--ratio", "0.1"], "--ratio goes with --task boundary"],
  ])("%j is refused", (options, words) => {
    writeImages();
    const ran = run("score", "t", "p", ...THREE, ...options);
    expect(ran).toMatchObject({ status: 2, stdout: "" });
    expect(ran.stderr).toContain(words);
  });
});

describe("--task boundary", () => {
  it("is what the library's scorer says, and its state is shown, merged and compared", () => {
    writeImages();
    const scorer = new BoundaryScorer({ numClasses: 3, background: 0, distance: 1 });
    for (let i = 0; i < COUNT; i++) {
      const size = { width: WIDTH, height: HEIGHT, id: String(i) };
      scorer.update(blocks(i, 0), blocks(i, PREDICTED.p[i] as number), size);
    }
    const score = ["score", "t", "p", ...THREE, "--task", "boundary", "--distance", "1"];
    const ran = run(...score, "--state", "one.state", "--json");
    expect(ran.stderr).toBe("");
    const { mean, classes, distance } = scorer.compute();
    expect(jsonOf(ran)).toMatchObject(saved({ mean, classes, distance, imageCount: COUNT }) as object);
    for (const shard of ["1", "2"]) run(...score, "--shard", `${shard}/2`, "--state", `${shard}.state`);
    expect(jsonOf(run("merge", "1.state", "2.state", "--state", "all.state", "--json"))).toMatchObject({
      mean,
    });
    expect(run("show", "all.state", "--per", "image", "--ci", "90").stdout).toContain(
      "90 % interval of the mean",
    );
    run("score", "t", "q", ...THREE, "--task", "boundary", "--distance", "1", "--state", "q.state");
    expect(run("compare", "one.state", "q.state", "--metrics", "dice").stdout).toContain(
      "q.state beside one.state",
    );
  });

  it("refuses volumes, and widths that are none", () => {
    for (const side of ["t", "p"]) {
      workspace.write(`${side}/v.nii`, nifti([3, 2, 2, 2], 2, new Uint8Array(8)));
    }
    const score = ["score", "t", "p", ...THREE, "--task", "boundary"];
    expect(run(...score).stderr).toContain("t/v.nii: is a volume, and boundary IoU is of images");
    expect(run(...score, "--ratio", "0").status).toBeGreaterThan(0);
    expect(run(...score, "--ratio", "0.1", "--distance", "3").stderr).toContain("ratio");
  });
});
