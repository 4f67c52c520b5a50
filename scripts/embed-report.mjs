// app/report/{script,html/report.css} -> app/report/html/assets.generated.ts: what makes a report one file that needs no other.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));

async function bundled(entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    platform: "browser",
    // Browsers that write "</" in a string as the end of a script get "<\/".
    target: ["chrome100", "firefox100", "safari15.4"],
    legalComments: "none",
    logLevel: "warning",
  });
  return outputFiles[0].text.trim();
}

const script = await bundled("app/report/script/main.tsx");
const style = await bundled("app/report/html/report.css");
writeFileSync(
  new URL("../app/report/html/assets.generated.ts", import.meta.url),
  [
    "// Made by scripts/embed-report.mjs.",
    `export const SCRIPT: string = ${JSON.stringify(script)};`,
    `export const STYLE: string = ${JSON.stringify(style)};`,
    "",
  ].join("\n"),
);
