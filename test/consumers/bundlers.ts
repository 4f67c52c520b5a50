import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { build as viteBuild, createServer } from "vite";
import { outcomeOf, served } from "./browser.js";
import { type Consumer, POOLED, SCORED, scoringWithPool, SHOW } from "./consumer.js";
import { makeProject, run, tool } from "./project.js";

/** Vite and webpack see the pool's worker by themselves. */
const BUNDLED = `${SHOW}${scoringWithPool("maskscore", "maskscore/pool")} show(scoredAndPooled);`;

/** The others need to be told where it was copied to. */
const BUNDLED_WITH_WORKER_URL = `${SHOW}
  ${scoringWithPool("maskscore", "maskscore/pool", '{ workerUrl: new URL("scoring.js", import.meta.url) }')}
  show(scoredAndPooled);`;

const pageOf = (script: string): string =>
  `<!doctype html><title>maskscore</title><script type="module" src="${script}"></script>`;

/** Bundlers without a line of configuration, but for Rollup's plugin that knows node_modules. */
export const BUNDLERS: readonly Consumer[] = [
  bundler("Vite, build", BUNDLED, "src/main.js", async (folder) => {
    await viteBuild({ root: folder, configFile: false, logLevel: "error" });
    return served(join(folder, "dist"), outcomeOf);
  }),
  bundler("Vite, dev server", BUNDLED, "src/main.js", async (folder) => {
    const server = await createServer({ root: folder, configFile: false, logLevel: "error" });
    try {
      await server.listen();
      return await outcomeOf(server.resolvedUrls?.local[0] ?? "");
    } finally {
      await server.close();
    }
  }),
  bundler("webpack", BUNDLED, "dist/main.js", async (folder) => {
    const cli = tool("webpack-cli/bin/cli.js");
    await run(process.execPath, [cli, "--mode", "production", "--entry", "./src/main.js"], folder);
    return served(folder, outcomeOf);
  }),
  bundler("esbuild", BUNDLED_WITH_WORKER_URL, "out/main.js", async (folder) => {
    const entryPoints = [join(folder, "src/main.js")];
    await esbuild({ entryPoints, bundle: true, format: "esm", outdir: join(folder, "out") });
    copyWorker(folder);
    return served(folder, outcomeOf);
  }),
  bundler(
    "Rollup with @rollup/plugin-node-resolve",
    BUNDLED_WITH_WORKER_URL,
    "out/main.js",
    async (folder) => {
      const bundle = await rollup({ input: join(folder, "src/main.js"), plugins: [nodeResolve()] });
      await bundle.write({ dir: join(folder, "out"), format: "es" });
      copyWorker(folder);
      return served(folder, outcomeOf);
    },
  ),
];

function copyWorker(folder: string): void {
  copyFileSync(join(folder, "node_modules/maskscore/dist/pool/worker.js"), join(folder, "out/scoring.js"));
}

function bundler(
  name: string,
  main: string,
  script: string,
  bundleAndLook: (folder: string) => Promise<unknown>,
): Consumer {
  return {
    name: `${name}, and a pool`,
    needs: "chromium",
    expected: { ...SCORED, ...POOLED },
    run: async (tarball) =>
      bundleAndLook(await makeProject(tarball, { "index.html": pageOf(script), "src/main.js": main })),
  };
}
