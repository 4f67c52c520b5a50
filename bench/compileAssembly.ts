import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

/** Compiles one file of bench/assembly/ as the SIMD target is compiled, and gives the path of the binary. */
export async function compile(name: string): Promise<string> {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const outFile = `build/bench-${name}.wasm`;
  const { error } = await asc.main(
    [
      `bench/assembly/${name}.ts`,
      ...["--config", "bench/assembly/asconfig.json", "--target", "simd", "--outFile", outFile],
    ],
    // The compiler's own words go where the reader of a failed run looks.
    { stderr: process.stderr },
  );
  if (error !== null) throw new Error(`bench/assembly/${name}.ts does not compile: ${error.message}`);
  return `${root}${outFile}`;
}
