import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const SHARED = ["--classes", "classes.json", "--resamples", "200", "--ci", "95", "--quiet"];

interface Told {
  readonly comparison?: { readonly mean: { readonly difference: number; readonly pValue: number } };
  readonly pairs?: {
    readonly pairs: readonly {
      readonly first: string;
      readonly second: string;
      readonly mean: { readonly difference: number };
      readonly pValueHolm: number;
      readonly isSignificant: boolean;
    }[];
  };
}

/** Holm's step-down correction, by its definition. */
function corrected(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
  const found: number[] = [];
  let least = 0;
  order.forEach((i, rank) => {
    least = Math.max(least, Math.min(1, (pValues[i] as number) * (pValues.length - rank)));
    found[i] = least;
  });
  return found;
}

describe.each([["components"], ["boundary"]])("a leaderboard of %s", (task) => {
  it("says which models differ, corrected over all pairs; each difference is compare's", () => {
    cpSync(join(PROJECT, "samples/streets"), workspace.folder, { recursive: true });
    // Better than coarse, and worse than fine.
    cpSync(join(workspace.folder, "coarse"), join(workspace.folder, "mixed"), { recursive: true });
    for (const name of ["street-31.png", "street-32.png", "street-33.png"])
      cpSync(join(workspace.folder, "fine", name), join(workspace.folder, "mixed", name));
    const models = ["coarse", "mixed", "fine"];
    const score = ["score", "truth", ...models, "--task", task, ...SHARED];
    const { pairs } = (JSON.parse(run(...score, "--json").stdout) as Required<Told>).pairs;
    expect(pairs.map(({ first, second }) => `${first} ${second}`)).toEqual([
      "coarse mixed",
      "coarse fine",
      "mixed fine",
    ]);
    const compared = pairs.map(({ first, second }) => {
      const ran = run("compare", "truth", first, second, "--task", task, ...SHARED, "--json");
      return (JSON.parse(ran.stdout) as Required<Told>).comparison.mean;
    });
    expect(pairs.map(({ mean }) => mean.difference)).toEqual(compared.map(({ difference }) => difference));
    expect(new Set(pairs.map(({ mean }) => mean.difference)).size).toBe(3);
    const holm = corrected(compared.map(({ pValue }) => pValue));
    pairs.forEach(({ pValueHolm, isSignificant }, i) => {
      expect(pValueHolm).toBeCloseTo(holm[i] as number, 12);
      expect(isSignificant).toBe((holm[i] as number) <= 0.05);
    });
    expect(run(...score).stdout).toMatch(/^which differences of .+ are significant$/m);
    expect(
      run("score", "truth", ...models, "--task", task, "--classes", "classes.json").stdout,
    ).not.toContain("are significant");
    // Over other images there is no pair, and no error.
    rmSync(join(workspace.folder, "fine", "street-31.png"));
    run("score", "truth", "coarse", "--task", task, ...SHARED, "--state", "a.state");
    run("score", "truth", "fine", "--task", task, ...SHARED, "--allow-missing", "--state", "b.state");
    const shown = run("show", "a.state", "b.state", "--ci", "95", "--resamples", "200", "--json");
    expect(shown.status).toBe(0);
    expect(JSON.parse(shown.stdout)).not.toHaveProperty("pairs");
  });
});
