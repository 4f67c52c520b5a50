// dist/pool/worker.js -> one file without imports: a worker has no import map, so a page without a bundler could not
// tell it where @assemblyscript/loader is.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const file = fileURLToPath(new URL("../dist/pool/worker.js", import.meta.url));
await build({
  entryPoints: [file],
  outfile: file,
  allowOverwrite: true,
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  legalComments: "inline",
});
