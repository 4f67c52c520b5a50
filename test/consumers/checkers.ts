import type { Consumer } from "./consumer.js";
import { run, tool, unpack } from "./project.js";

const NOT_MODULES = ["wasm/simd.wasm", "wasm/scalar.wasm", "pool/worker"];

/** Tools that judge a package by its manifest, its files and its types. */
export const CHECKERS: readonly Consumer[] = [
  checker("publint", async (tarball) => {
    await run(process.execPath, [tool("publint/src/cli.js"), "run", await unpack(tarball), "--strict"], ".");
  }),
  checker("attw (are the types wrong?)", async (tarball) => {
    const options = ["--profile", "esm-only", "--exclude-entrypoints", ...NOT_MODULES];
    await run(process.execPath, [tool("@arethetypeswrong/cli/dist/index.js"), tarball, ...options], ".");
  }),
];

function checker(name: string, check: (tarball: string) => Promise<void>): Consumer {
  return {
    name,
    expected: "clean",
    async run(tarball) {
      await check(tarball);
      return "clean";
    },
  };
}
