import { copyFileSync, cpSync, linkSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const at = (name: string): string => join(workspace.folder, name);
const TWO = ["--num-classes", "2"];
const NAMES = ["1.png", "2.png", "3.png"];
const ALL =
  "prediction and truth are the same files, in all 3 images: what is scored is the truth itself, and no model";
const COPY =
  "prediction and truth are the same files, byte for byte, in all 3 images: this is a copy of the truth, or a perfect model";

/** Truth t, and predictions p of which each has a pixel that is wrong. */
function writeMasks(): void {
  NAMES.forEach((name, i) => {
    const labels = Uint8Array.from({ length: 8 }, (_, pixel) => (pixel <= i ? 1 : 0));
    workspace.write(`t/${name}`, png(labels, 4));
    workspace.write(`p/${name}`, png(Uint8Array.from(labels).fill(1, 7), 4));
  });
}

function said({ status, stdout, stderr }: Ran): string {
  expect(status, stderr).toBe(0);
  const [first = ""] = stdout.split("\n");
  return first.startsWith("warning  ") ? first.slice("warning  ".length) : "";
}

describe("a truth against itself is scored, and the warning stands first", () => {
  it.each([
    ["the same path", () => "t", ALL],
    ["another path to it", () => "t/../t/", ALL],
    ["a link to the folder", () => (symlinkSync(at("t"), at("q")), "q"), ALL],
    [
      "links to its files",
      () => {
        workspace.write("q/readme.txt", "");
        for (const name of NAMES) symlinkSync(at(`t/${name}`), at(`q/${name}`));
        return "q";
      },
      ALL,
    ],
    [
      "hard links to its files",
      () => {
        workspace.write("q/readme.txt", "");
        for (const name of NAMES) linkSync(at(`t/${name}`), at(`q/${name}`));
        return "q";
      },
      ALL,
    ],
    ["a copy", () => (cpSync(at("t"), at("q"), { recursive: true }), "q"), COPY],
    [
      "links and a copy",
      () => {
        workspace.write("q/readme.txt", "");
        copyFileSync(at("t/1.png"), at("q/1.png"));
        for (const name of ["2.png", "3.png"]) linkSync(at(`t/${name}`), at(`q/${name}`));
        return "q";
      },
      ALL,
    ],
  ])("%s", (_, make, warning) => {
    writeMasks();
    const ran = run("score", "t", make(), ...TWO);
    expect(said(ran)).toBe(warning);
    expect(ran.stdout).toMatch(/^mean IoU +1\.0000/m);
    expect(ran.stdout.match(/warning/g)).toHaveLength(1);
  });

  it("one file against itself", () => {
    writeMasks();
    const warning =
      "prediction and truth are the same files: what is scored is the truth itself, and no model";
    expect(said(run("score", "t/1.png", "t/1.png", ...TWO))).toBe(warning);
    workspace.write("pairs.csv", "t/1.png,t/1.png\n");
    expect(said(run("score", "--pairs", "pairs.csv", ...TWO))).toBe(warning);
  });

  it("a part of the images", () => {
    writeMasks();
    workspace.write("q/1.png", readFileSync(at("p/1.png")));
    copyFileSync(at("t/2.png"), at("q/2.png"));
    linkSync(at("t/3.png"), at("q/3.png"));
    expect(said(run("score", "t", "q", ...TWO))).toBe(
      "prediction and truth are the same files in 1 of 3 images: there the truth is scored against itself",
    );
  });

  it("nothing is said of others, though files be of one size, or some be alike", () => {
    writeMasks();
    expect(said(run("score", "t", "p", ...TWO))).toBe("");
    cpSync(at("t"), at("q"), { recursive: true });
    copyFileSync(at("p/3.png"), at("q/3.png"));
    const ran = run("score", "t", "q", ...TWO);
    expect(said(ran)).toBe("");
    expect(ran.stderr).toBe("");
  });

  it("in every output", () => {
    writeMasks();
    const files = ["json", "csv", "markdown", "junit", "html"].map((name) => `--${name}=r.${name}`);
    expect(run("score", "t", "t", ...TWO, ...files).status).toBe(0);
    const read = (name: string): string => readFileSync(at(`r.${name}`), "utf8");
    expect(JSON.parse(read("json"))).toMatchObject({
      warnings: [ALL],
      findings: [{ code: "same-files", severity: "warning", message: ALL, images: ["1", "2", "3"] }],
    });
    expect(read("csv").split("\r\n")).toEqual([
      "model,class,iou,dice,groundTruthArea,predictionArea,warning",
      `t,class 0,1,1,18,18,"${ALL}"`,
      `t,class 1,1,1,6,6,"${ALL}"`,
      `t,,1,1,24,24,"${ALL}"`,
      "",
    ]);
    expect(read("markdown")).toMatch(
      /^## Segmentation scores\n\n:warning: \*\*prediction and truth are the same files/,
    );
    expect(read("junit")).toContain(
      `<testcase classname="maskscore.t" name="warning">\n      <skipped message="${ALL}"/>\n    </testcase>`,
    );
    expect(read("junit")).toMatch(/tests="2" failures="0" errors="0" skipped="1" /);
    expect(read("html")).toContain(`<strong>Warning</strong> <span>${ALL}</span>`);
    expect(run("score", "t", "t", ...TWO, "--csv", "--per-image").stdout).toContain(`"${ALL}"\r\n`);
  });
});

describe("two models that are one", () => {
  it.each([
    [
      "a link",
      () => {
        symlinkSync(at("p"), at("q"));
      },
      "in all 3 images: this is one model under two names",
    ],
    [
      "a copy",
      () => {
        cpSync(at("p"), at("q"), { recursive: true });
      },
      "byte for byte, in all 3 images: this is one model under two names, or two that agree in every pixel",
    ],
  ])("%s", (_, make, words) => {
    writeMasks();
    make();
    const warning = `q: these predictions and those of p are the same files, ${words}`;
    expect(said(run("compare", "t", "p", "q", ...TWO))).toBe(warning);
    expect(said(run("score", "t", "p", "q", ...TWO))).toBe(warning);
  });

  it("one of which is the truth", () => {
    writeMasks();
    expect(said(run("compare", "t", "p", "t", ...TWO))).toBe(`t: ${ALL}`);
  });
});
