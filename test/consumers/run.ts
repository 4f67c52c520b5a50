// npm run test:consumers: packs the package, installs the tarball wherever people use it, and runs the same program there.
import { deepStrictEqual } from "node:assert";
import { closeBrowser, hasBrowser } from "./browser.js";
import { BUNDLERS } from "./bundlers.js";
import { CHECKERS } from "./checkers.js";
import { type Consumer, Unavailable } from "./consumer.js";
import { DOCUMENTED } from "./documented.js";
import { INTEROP_MODELS } from "./interopModels.js";
import { MODELS } from "./models.js";
import { PAGES } from "./pages.js";
import { pack } from "./project.js";
import { RUNTIMES } from "./runtimes.js";

const CONSUMERS = [
  ...CHECKERS,
  ...RUNTIMES,
  ...PAGES,
  ...BUNDLERS,
  ...MODELS,
  ...INTEROP_MODELS,
  ...DOCUMENTED,
];

/** Words of names, to run some only. */
const wanted = process.argv.slice(2);

const tarball = await pack();
const tally = { passed: 0, failed: 0, skipped: 0 };
for (const consumer of CONSUMERS.filter(({ name }) => wanted.every((word) => name.includes(word)))) {
  tally[await outcomeOfRun(consumer, tarball)]++;
}
await closeBrowser();
const skipped = tally.skipped === 0 ? "" : `, ${tally.skipped} NOT AVAILABLE HERE`;
console.log(`${tally.passed} passed, ${tally.failed} failed${skipped}`);
process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0;

async function outcomeOfRun(consumer: Consumer, packed: string): Promise<keyof typeof tally> {
  const start = performance.now();
  try {
    if (consumer.needs === "chromium") requireBrowser();
    deepStrictEqual(await consumer.run(packed), consumer.expected);
    console.log(`ok      ${consumer.name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    return "passed";
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof Unavailable) {
      console.log(`SKIPPED ${consumer.name}: not available here, ${message}`);
      return "skipped";
    }
    console.log(`FAILED  ${consumer.name}\n${message}`);
    return "failed";
  }
}

/** Those who test for others must have a browser; runtimes are what npm has for the machine. */
function requireBrowser(): void {
  if (hasBrowser()) return;
  throw process.env.CI === "true" ? new Error("no Chromium, and CI=true") : new Unavailable("no Chromium");
}
