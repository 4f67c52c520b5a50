// build/*.wasm -> *.generated.ts beside who loads them, so that an import needs no fetch and no bundler setting.
import { readFileSync, writeFileSync } from "node:fs";

const ROOMS = [
  ["", "src/counting/wasm/"],
  ["volumes-", "src/volumes/"],
  ["shapes-", "src/shapes/"],
  ["records-", "app/detections/"],
];

for (const [prefix, room] of ROOMS) {
  for (const name of ["simd", "scalar"]) {
    const base64 = readFileSync(new URL(`../build/${prefix}${name}.wasm`, import.meta.url)).toString(
      "base64",
    );
    writeFileSync(
      new URL(`../${room}${name}.generated.ts`, import.meta.url),
      `// Made by scripts/embed-binaries.mjs from build/${prefix}${name}.wasm.\nexport const ${name}Binary: string =\n  "${base64}";\n`,
    );
  }
}
