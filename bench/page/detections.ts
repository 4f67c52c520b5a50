// npm run bench:tab [-- --rounds N] [-- --sets FOLDER ...]
// Average precision in a tab beside the command, in turn: from the drop of the results to the scores on the page, and whole
// processes. A set is a folder with gt.json and dt.json; without any, the sets of bench:rivals are made.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Browser } from "playwright";
import { withChromium } from "../../scripts/browser/chromium.js";
import { serve } from "../../scripts/browser/staticServer.js";
import { drop, openPage } from "../../scripts/page/opened.js";
import type { Sides } from "../inputs.js";
import { formatMachine, thisMachine } from "../machine.js";
import { writeDetectionSet } from "../detectionSet.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const COMMAND = join(ROOT, "dist/cli/main.js");

interface TimedSet {
  readonly name: string;
  readonly task: "boxes" | "masks";
  readonly files: Sides<string>;
}

/** Where a set's masks are, they are what is compared. */
function setOf(folder: string): TimedSet {
  const files = { groundTruth: join(folder, "gt.json"), prediction: join(folder, "dt.json") };
  const task = basename(folder).startsWith("segm") ? "masks" : "boxes";
  return { name: basename(folder), task, files };
}

function makeSets(folder: string): TimedSet[] {
  return [
    { name: "5,000 images, boxes", task: "boxes" as const, images: 5000 },
    { name: "500 images, masks", task: "masks" as const, images: 500 },
  ].map(({ images, ...set }) => {
    mkdirSync(join(folder, set.task));
    return { ...set, files: writeDetectionSet(join(folder, set.task), images, set.task) };
  });
}

function secondsOfCommand({ task, files }: TimedSet): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [COMMAND, "score", files.groundTruth, files.prediction, "--task", task, "--quiet"],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - start) / 1000;
}

/** A page of its own each time, as a user has it. */
async function secondsOfTab(browser: Browser, url: string, { task, files }: TimedSet): Promise<number> {
  const wrong: string[] = [];
  const check = (what: string, got: unknown): void => {
    if (Array.isArray(got) && got.length > 0) wrong.push(`${what}: ${got.join("; ")}`);
  };
  const { page, close } = await openPage(browser, url, check);
  await page.getByLabel("What is scored").selectOption(task);
  await drop(page, [files.groundTruth], ".drop.groundTruth");
  const start = performance.now();
  await drop(page, [files.prediction], ".drop.prediction");
  await page.getByTestId("task-score").waitFor({ timeout: 300_000 });
  const seconds = (performance.now() - start) / 1000;
  await close("a tab");
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  return seconds;
}

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, sets: { type: "string", multiple: true } },
});
const folder = mkdtempSync(join(tmpdir(), "maskscore-tab-"));
try {
  const sets = values.sets?.map(setOf) ?? makeSets(folder);
  for (const { files } of sets) {
    for (const path of [files.groundTruth, files.prediction]) {
      if (!existsSync(path)) throw new Error(`there is no ${path}`);
    }
  }
  await withChromium(async (browser) => {
    const server = await serve(join(ROOT, "build/page"));
    try {
      console.log(formatMachine(thisMachine()));
      console.log("set  command  tab  (seconds, the best of each)  tab / command");
      for (const set of sets) {
        const times = { command: [] as number[], tab: [] as number[] };
        for (let round = 0; round < Number(values.rounds); round++) {
          times.command.push(secondsOfCommand(set));
          times.tab.push(await secondsOfTab(browser, server.url, set));
        }
        const [command, tab] = [Math.min(...times.command), Math.min(...times.tab)];
        console.log([set.name, command.toFixed(2), tab.toFixed(2), (tab / command).toFixed(2)].join("  "));
      }
    } finally {
      await server.close();
    }
  });
} finally {
  rmSync(folder, { recursive: true });
}
