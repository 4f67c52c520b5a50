// build/{simd,scalar}.wasm -> src/counting/wasm/{simd,scalar}.generated.ts, so that an import needs no fetch and no bundler setting.
import { readFileSync, writeFileSync } from "node:fs";

for (const name of ["simd", "scalar"]) {
  const base64 = readFileSync(new URL(`../build/${name}.wasm`, import.meta.url)).toString("base64");
  writeFileSync(
    new URL(`../src/counting/wasm/${name}.generated.ts`, import.meta.url),
    `// Made by scripts/embed-binaries.mjs from build/${name}.wasm.\nexport const ${name}Binary: string =\n  "${base64}";\n`,
  );
}
