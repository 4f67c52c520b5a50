// dist/counting/wasm/instantiate.js gets @assemblyscript/loader compiled in, so that a page without a bundler or an import map can import
// the library and the library depends on no package. dist/pool/worker.js becomes one file without imports, which is what
// can be copied to wherever a bundler puts files. Everything else stays as tsc wrote it: bundlers drop unused modules best.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { licencesOf } from "./licences.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const loader = await bundleInPlace("dist/counting/wasm/instantiate.js", {});
await bundleInPlace("dist/pool/worker.js", { minify: true });
writeFileSync(`${root}dist/LICENSES.txt`, licencesOf(root, Object.keys(loader.metafile.inputs)));

function bundleInPlace(file, options) {
  return build({
    absWorkingDir: root,
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "inline",
    metafile: true,
    ...options,
  });
}
