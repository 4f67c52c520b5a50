import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { parseDocument } from "../helpers/documents.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const file = (name: string): string => readFileSync(join(workspace.folder, name), "utf8");

/** "a" misses one pixel of the small image, "b" two of the large one: who is better depends on the convention. */
beforeEach(() => {
  const small = [0, 0, 1, 1];
  const large = [...new Array<number>(32).fill(0), ...new Array<number>(32).fill(1)];
  const image = (labels: readonly number[], wrong: number): Uint8Array =>
    png(
      Uint8Array.from(labels, (label, pixel) => (pixel < wrong ? 1 - label : label)),
      2,
    );
  workspace.write("t/1.png", image(small, 0));
  workspace.write("t/2.png", image(large, 0));
  workspace.write("a/1.png", image(small, 1));
  workspace.write("a/2.png", image(large, 0));
  workspace.write("b/1.png", image(small, 0));
  workspace.write("b/2.png", image(large, 4));
});

interface Json {
  readonly meanIou: number;
  readonly meanDice: number;
  readonly datasetMeans: { readonly iou: number; readonly dice: number };
  readonly notes: string[];
}

const OF = ["--num-classes", "2", "--convention", "torchmetrics"];

describe("the mean that stands first is the convention's, with its name beside it", () => {
  it("in every report", () => {
    const all = ["--json=a.json", "--csv=a.csv", "--markdown=a.md", "--junit=a.xml", "--html", "a.html"];
    const { status, stdout, stderr } = run(
      "score",
      "t",
      "a",
      ...OF,
      "--ci",
      "95",
      "--resamples",
      "50",
      ...all,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { meanIou, meanDice, datasetMeans } = JSON.parse(file("a.json")) as Json;
    const [chosen, dataset] = [meanIou.toFixed(4), datasetMeans.iou.toFixed(4)];
    expect(chosen).not.toBe(dataset);
    expect(stdout).toMatch(
      new RegExp(
        `^mean IoU +${chosen} {3}by torchmetrics; the dataset mean is ${dataset}, interval \\[`,
        "m",
      ),
    );
    expect(file("a.csv").split("\r\n").at(-2)).toBe(`a,,${meanIou},${meanDice},,,,,68,68,torchmetrics`);
    expect(file("a.md")).toContain(
      `**a**: mean IoU **${chosen}** by torchmetrics (interval of the dataset mean [`,
    );
    expect(file("a.xml")).toContain(`scored 2 images: mean IoU ${chosen} by torchmetrics"`);
    const page = parseDocument(file("a.html"), "text/html");
    const words = (selector: string): string =>
      page.querySelector(selector)?.textContent.replace(/\s+/g, " ") ?? "";
    expect(words(".headline .big")).toBe(chosen);
    expect(words(".headline .what")).toBe("mean IoU of a by torchmetrics");
    expect(words(".headline .muted")).toContain(`of the dataset mean, ${dataset}: 95 % interval`);
    expect(words("#summary")).toContain('The convention "torchmetrics" in full');
  });

  it("ranks models by it", () => {
    const best = (...args: readonly string[]): string | undefined =>
      run("score", "t", "a", "b", "--num-classes", "2", ...args)
        .stdout.split("\n")[1]
        ?.slice(0, 1);
    for (const metric of ["iou", "dice"]) {
      expect(best("--metrics", metric)).toBe("a");
      expect(best("--metrics", metric, "--convention", "torchmetrics")).toBe("b");
    }
    expect(run("score", "t", "a", "b", ...OF).stdout).toMatch(
      /^model +mean IoU \(torchmetrics\) +mean Dice \(torchmetrics\) /,
    );
  });

  it("of a metric that it has not, the data set's, and a note", () => {
    const { stdout } = run("score", "t", "a", ...OF, "--metrics", "recall,iou");
    expect(stdout).toMatch(
      /^mean recall +0\.\d{4} {3}ratio of dataset sums, for torchmetrics has no mean recall; /m,
    );
    const csv = run("score", "t", "a", ...OF, "--metrics", "recall,iou", "--csv");
    expect(csv.stdout.split("\r\n").at(-2)).toMatch(/^a,,,0\.\d+,68,68,torchmetrics$/);
    expect(csv.stderr).toMatch(/^maskscore: torchmetrics has no mean recall: /);
    const { notes } = JSON.parse(
      run("score", "t", "a", ...OF, "--metrics", "recall", "--json").stdout,
    ) as Json;
    expect(notes.at(-1)).toMatch(/^torchmetrics has no mean recall: /);
    expect(run("score", "t", "a", ...OF, "--metrics", "recall", "--markdown").stdout).toContain(
      "note: torchmetrics has no mean recall",
    );
  });
});

describe("a page", () => {
  it("does not change what is printed", () => {
    const args = ["score", "t", "a", "--num-classes", "2"];
    const timeless = (text: string): string => text.replace(/[\d.]+ s$/m, "").replace(/"elapsedMs".*/, "");
    for (const more of [[], ["--json"], ["--markdown"], ["--csv"]]) {
      const plain = run(...args, ...more).stdout;
      const withPage = run(...args, ...more, "--html", "a.html", "--resamples", "50").stdout;
      expect(timeless(withPage)).toBe(timeless(plain));
    }
    expect(file("a.html")).toContain("95 % interval [");
  });

  it("of a comparison shows the images that moved most, and how", () => {
    const { status } = run(
      ...["compare", "t", "a", "b", "--num-classes", "2", "--html", "c.html", "--resamples", "50"],
    );
    expect(status).toBe(0);
    const page = parseDocument(file("c.html"), "text/html");
    expect(file("c.html")).not.toContain("Worst images");
    expect(page.querySelector("#model-1-pictures-title")?.textContent).toBe("Images that moved most");
    const captions = Array.from(page.querySelectorAll(".picture header .muted"), (one) => one.textContent);
    expect(captions[0]).toMatch(/^mean IoU 0\.\d{4} by a, 1\.0000 by b: \+0\.\d{4}$/);
  });
});
