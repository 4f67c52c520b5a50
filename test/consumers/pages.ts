import { outcomeOf, served } from "./browser.js";
import { type Consumer, POOLED, SCORED, scoring, scoringWithPool, SHOW } from "./consumer.js";
import { makeProject } from "./project.js";

const LIBRARY = "/node_modules/maskscore/dist/index.js";
const POOL = "/node_modules/maskscore/dist/pool/index.js";

const PAGE = `<!doctype html><title>maskscore</title><script type="module" src="src/main.js"></script>`;

const PAGE_AND_POOL = `${SHOW}${scoringWithPool(LIBRARY, POOL)} show(scoredAndPooled);`;

const WORKER = {
  "src/main.js": `${SHOW}
    show(() => new Promise((resolve, reject) => {
      const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => reject(new Error("the worker failed"));
    }));`,
  "src/worker.js": `${scoring(LIBRARY)} postMessage(scored());`,
};

const SERVICE_WORKER = {
  "src/main.js": `${SHOW}
    show(async () => {
      await navigator.serviceWorker.register("/service.js", { type: "module" });
      const { active } = await navigator.serviceWorker.ready;
      const answer = new Promise((resolve) => {
        navigator.serviceWorker.onmessage = ({ data }) => resolve(data);
      });
      active.postMessage("score");
      return answer;
    });`,
  "service.js": `${scoring(LIBRARY, "/src/score.js")} onmessage = ({ source }) => source.postMessage(scored());`,
};

/** Pages without a bundler or an import map. */
export const PAGES: readonly Consumer[] = [
  page("<script type=module>, and a pool", { "src/main.js": PAGE_AND_POOL }, { ...SCORED, ...POOLED }),
  page("a module worker", WORKER, SCORED),
  page("a service worker", SERVICE_WORKER, SCORED),
  page(
    "a content policy with 'wasm-unsafe-eval', and a pool",
    { "src/main.js": PAGE_AND_POOL },
    { ...SCORED, ...POOLED },
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
  ),
  page(
    "a content policy without it, and a pool",
    { "src/main.js": PAGE_AND_POOL },
    { ...SCORED, ...POOLED, backend: "reference" },
    "default-src 'none'; script-src 'self'",
  ),
];

function page(
  name: string,
  files: Readonly<Record<string, string>>,
  expected: unknown,
  policy?: string,
): Consumer {
  return {
    name,
    needs: "chromium",
    expected,
    async run(tarball) {
      const folder = await makeProject(tarball, { "index.html": PAGE, ...files });
      return served(folder, outcomeOf, policy === undefined ? {} : { "Content-Security-Policy": policy });
    },
  };
}
