// src/cli -> dist/cli, in few files: a command that loads a hundred modules starts slowly, and what only the command needs
// is no dependency of the library. Parts that few runs need (the page, plots) stay apart and are loaded when asked for.
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));
const out = join(root, "dist", "cli");
rmSync(out, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { main: "src/cli/main.ts", worker: "src/cli/counting/worker.ts" },
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
writeFileSync(join(out, "LICENSES.txt"), licencesOf(Object.keys(metafile.inputs)));

/** The licences of the packages that are in the bundle. */
function licencesOf(inputs) {
  const require = createRequire(import.meta.url);
  const folders = new Set(
    inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = require(join(root, folder, "package.json"));
      const text = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE"]
        .map((file) => {
          try {
            return readFileSync(join(root, folder, file), "utf8");
          } catch {
            return undefined;
          }
        })
        .find((found) => found !== undefined);
      return `${name} ${version} (${license ?? "see below"})\n\n${text ?? "The package ships no licence text."}`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}
