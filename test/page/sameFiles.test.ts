import { describe, expect, it } from "vitest";
import { sameFilesFindings } from "../../page/src/score/sameFiles.js";
import { pairImages, type SideFiles } from "../../page/src/score/pairs.js";

const folder = (name: string, contents: readonly string[]): SideFiles => ({
  name,
  isFolder: true,
  files: contents.map((content, i) => ({ path: `${i}.png`, file: new File([content], `${i}.png`) })),
});

async function messages(truth: SideFiles, prediction: SideFiles): Promise<string[]> {
  const { images } = pairImages(truth, prediction, undefined);
  const findings = await sameFilesFindings(images, new AbortController().signal);
  return findings.map(({ code, message }) => `${code}: ${message}`);
}

describe("dropped files that are the same", () => {
  it("are told by their bytes, where all are", async () => {
    expect(await messages(folder("t", ["a", "b"]), folder("p", ["a", "b"]))).toEqual([
      "same-files: prediction and truth are the same files, byte for byte, in all 2 images: this is a copy of the truth, or a perfect model",
    ]);
  });

  it("and not where one differs, in its length or within", async () => {
    expect(await messages(folder("t", ["a", "b"]), folder("p", ["a", "bb"]))).toEqual([]);
    expect(await messages(folder("t", ["a", "b"]), folder("p", ["a", "c"]))).toEqual([]);
    const long = "x".repeat(5_000_000);
    expect(await messages(folder("t", [`${long}a`]), folder("p", [`${long}b`]))).toEqual([]);
  });

  it("are told where they are one file", async () => {
    const truth = folder("t", ["a", "b"]);
    expect(await messages(truth, truth)).toEqual([
      "same-files: prediction and truth are the same files, in all 2 images: what is scored is the truth itself, and no model",
    ]);
  });

  it("stop being read where the run is stopped", async () => {
    const { images } = pairImages(folder("t", ["a"]), folder("p", ["a"]), undefined);
    await expect(sameFilesFindings(images, AbortSignal.abort())).rejects.toThrow("cancelled");
  });
});
