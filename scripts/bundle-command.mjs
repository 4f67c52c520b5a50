// cli/ -> dist/cli, in few files: a command that loads a hundred modules starts slowly, and what only the command needs
// is no dependency of the library. Parts that few runs need (the page, plots) stay apart and are loaded when asked for.
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { licencesOf } from "./licences.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const out = join(root, "dist", "cli");
rmSync(out, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { main: "cli/main.ts", worker: "cli/counting/worker.ts" },
  outdir: out,
  bundle: true,
  splitting: true,
  // All in one folder: paths relative to import.meta.url are relative to dist/cli in every file.
  chunkNames: "[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  // CommonJS packages ask for Node's modules by require.
  banner: {
    js: 'import{createRequire as maskscoreRequire}from"node:module";const require=maskscoreRequire(import.meta.url);',
  },
});
chmodSync(join(out, "main.js"), 0o755);
writeFileSync(join(out, "LICENSES.txt"), licencesOf(root, Object.keys(metafile.inputs)));
