import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { outcomeOf, served } from "./browser.js";
import { type Consumer, SHOW } from "./consumer.js";
import { makeProject, ROOT } from "./project.js";

const TEXT = readFileSync(`${ROOT}docs/browser.md`, "utf8");

/** The code of the page that begins so. */
function codeThatBegins(start: string): string {
  const found = [...TEXT.matchAll(/```(?:html|js)\n([\s\S]*?)```/g)].find(([, code]) =>
    code?.startsWith(start),
  );
  if (found?.[1] === undefined) throw new Error(`docs/browser.md has no code that begins with ${start}`);
  return found[1];
}

/** What the page says that this code prints. */
function promised(code: string): unknown {
  return JSON.parse(/console\.log\(.*\); \/\/ (.*)/.exec(code)?.[1] ?? "null");
}

const PAGE = codeThatBegins("<!doctype html>");
const POOL = codeThatBegins("// main.js");
const MASKS = "[Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 0)]";

const ask = (main: string): Record<string, string> => ({
  "index.html": `<!doctype html><title>maskscore</title><script type="module" src="src/main.js"></script>`,
  "src/main.js": `${SHOW} show(async () => {${main}});`,
});

/** The code in docs/browser.md, as it stands there. */
export const DOCUMENTED: readonly Consumer[] = [
  documented("the page", { "index.html": PAGE }, promised(PAGE)),
  documented(
    "the worker",
    {
      "worker.js": codeThatBegins("// worker.js"),
      ...ask(`
        const worker = new Worker("worker.js", { type: "module" });
        worker.postMessage(${MASKS});
        return new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data)));`),
    },
    0.5,
  ),
  documented(
    "the service worker",
    {
      "service.js": codeThatBegins("// service.js"),
      ...ask(`
        await navigator.serviceWorker.register("service.js", { type: "module" });
        const { active } = await navigator.serviceWorker.ready;
        active.postMessage(${MASKS});
        return new Promise((resolve) => (navigator.serviceWorker.onmessage = ({ data }) => resolve(data)));`),
    },
    0.5,
  ),
  documented(
    "the pool, by esbuild",
    { "index.html": `<!doctype html><script type="module" src="out/main.js"></script>`, "main.js": POOL },
    promised(POOL),
    async (folder) => {
      const outdir = join(folder, "out");
      await build({ entryPoints: [join(folder, "main.js")], bundle: true, format: "esm", outdir });
      copyFileSync(join(folder, "node_modules/maskscore/dist/pool/worker.js"), join(outdir, "scoring.js"));
    },
  ),
];

function documented(
  name: string,
  files: Readonly<Record<string, string>>,
  expected: unknown,
  bundle: (folder: string) => Promise<void> = async () => undefined,
): Consumer {
  return {
    name: `docs/browser.md, ${name}`,
    needs: "chromium",
    expected,
    async run(tarball) {
      const folder = await makeProject(tarball, files);
      await bundle(folder);
      return served(folder, outcomeOf);
    },
  };
}
