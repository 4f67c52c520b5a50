import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { PROJECT } from "./helpers/command.js";

it("the core with its SIMD and scalar binaries is at most 24 kB minified and gzipped", async () => {
  const { outputFiles } = await build({
    entryPoints: [`${PROJECT}dist/index.js`],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  const [bundle] = outputFiles;
  const bytes = gzipSync(bundle?.contents ?? new Uint8Array(0), { level: 9 }).length;
  expect(bytes).toBeGreaterThan(4000);
  expect(bytes, `${bytes} bytes`).toBeLessThanOrEqual(24_000);
});
