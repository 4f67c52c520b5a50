import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROJECT, runNode } from "./helpers/project.js";

const run = (script: string): string => {
  const { status, stdout, stderr } = runNode(["--input-type=module", "-e", script]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout.trim();
};

describe("the package", () => {
  it("exports the core under its name", () => {
    expect(
      run('import * as maskscore from "maskscore"; console.log(Object.keys(maskscore).sort().join(" "));'),
    ).toBe(
      "ConfusionCounter IoU_coeff SegmentationScorer ThresholdCounter ThresholdScorer allocate argmaxLabels backend binaryOverlap compareAllModels compareModels confusionMatrix dice dice_coeff explainConvention init iou isMaskscoreError labelMap loadTensor mean_class mean_dice mean_iou metrics_np one_hot resizeLabelMap segmentsToLabelMap setBackend thresholdCurve",
    );
  });

  it("can be required, too, where the engine allows it", () => {
    const { stdout } = runNode(["-e", 'console.log(typeof require("maskscore").mean_iou)']);
    expect(stdout.trim()).toBe("function");
  });

  it.each(["simd", "scalar"])("exports %s.wasm, which compiles and imports nothing", (name) => {
    expect(
      run(`
        import { readdirSync, readFileSync } from "node:fs";
        const bytes = readFileSync(new URL(import.meta.resolve("maskscore/wasm/${name}.wasm")));
        const module = new WebAssembly.Module(bytes);
        console.log(WebAssembly.Module.imports(module).length, WebAssembly.Module.exports(module).length > 5);`),
    ).toBe("0 true");
  });

  it("imports no package by name, so that a page needs no bundler and no import map", () => {
    const files = readdirSync(`${PROJECT}dist`, { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith(".js") && !name.startsWith("cli"),
    );
    expect(files).toContain("index.js");
    for (const file of files) {
      const code = readFileSync(`${PROJECT}dist/${file}`, "utf8");
      const imported = [...code.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name]) => name);
      for (const name of imported) expect(name, file).toMatch(/^\.\.?\/(?!.*node_modules)/);
    }
  });

  it("ships the licence of what is compiled in", () => {
    const text = readFileSync(`${PROJECT}dist/LICENSES.txt`, "utf8");
    expect(text).toContain("@assemblyscript/loader 0.28.20 (Apache-2.0)");
    expect(text).toContain("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION");
  });

  it("has types that a browser project can use, without Node's", () => {
    const { status, stdout } = runNode([
      `${PROJECT}node_modules/typescript/bin/tsc`,
      ...["-p", `${PROJECT}test/helpers/consumer`],
    ]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });

  it("says what it needs", () => {
    const manifest = JSON.parse(readFileSync(`${PROJECT}package.json`, "utf8")) as Record<string, unknown>;
    expect(manifest).toMatchObject({ type: "module", sideEffects: false, license: "MIT" });
    // What the library and the command need is compiled in.
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.files).not.toContain("src");
  });
});
