import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const NAMES = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE", "LICENSE-MIT.txt"];

/** Packages that leave their licence in the package that they are a part of. */
const PARTS = { "@assemblyscript/loader": "assemblyscript" };

/** The licences of the packages that a bundle is made of. */
export function licencesOf(root, inputs) {
  const require = createRequire(import.meta.url);
  const folders = new Set(
    inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = require(join(root, folder, "package.json"));
      const at = name in PARTS ? join(root, "node_modules", PARTS[name]) : join(root, folder);
      const text = NAMES.map((file) => contentOf(join(at, file))).find((found) => found !== undefined);
      const notice = contentOf(join(at, "NOTICE"));
      return [
        `${name} ${version} (${license ?? "see below"})`,
        text ?? "The package ships no licence text.",
        ...(notice === undefined ? [] : [notice]),
      ].join("\n\n");
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

function contentOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
