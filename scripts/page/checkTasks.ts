import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import type { Check } from "../browser/checklist.js";
import { seriousFindings } from "./checkAccess.js";
import { download, drop, openPage } from "./opened.js";
import { writeYoloSample } from "./yoloSample.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SAMPLES = join(ROOT, "samples");

/** A sample of each task: as the command takes it, and as it is dropped on a side. */
const TASKS = [
  {
    task: "panoptic",
    args: ["panoptic/truth.json", "panoptic/prediction.json"],
    truth: ["panoptic/truth.json", "panoptic/truth"],
    prediction: ["panoptic/prediction.json", "panoptic/prediction"],
  },
  {
    task: "components",
    args: ["volume/truth", "volume/prediction", "--num-classes", "2"],
    truth: ["volume/truth"],
    prediction: ["volume/prediction"],
  },
  {
    task: "surfaces",
    args: ["volume/truth", "volume/prediction", "--num-classes", "2"],
    truth: ["volume/truth"],
    prediction: ["volume/prediction"],
  },
  {
    task: "boundary",
    args: ["streets/truth", "streets/fine", "--classes", "CLASSES"],
    truth: ["streets/classes.json", "streets/truth"],
    prediction: ["streets/fine"],
  },
  ...(["boxes", "masks"] as const).map((task) => ({
    task,
    args: ["detections/truth.json", "detections/results.json"],
    truth: ["detections/truth.json", "detections/photos"],
    prediction: ["detections/results.json"],
  })),
] as const;

interface TaskJson {
  readonly ap?: number;
  readonly ap50?: number;
  readonly arSmall?: number;
  readonly all?: object;
  readonly categories?: object;
  readonly mean?: object;
  readonly classes?: object;
  readonly cases?: object;
}

/** Numbers of a task's JSON that page and command must both give. */
const numbersOf = ({ ap, ap50, arSmall, all, categories, mean, classes, cases }: TaskJson): object => ({
  ap,
  ap50,
  arSmall,
  all,
  categories,
  mean,
  classes,
  cases,
});

function byCommand(args: readonly string[], task: string, folder = SAMPLES): TaskJson {
  const paths = args.map((arg, i) =>
    i < 2 ? join(folder, arg) : arg === "CLASSES" ? join(SAMPLES, "streets/classes.json") : arg,
  );
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(ROOT, "dist", "cli", "main.js"), "score", ...paths, "--task", task, "--json"],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as TaskJson;
}

/** The other tasks: samples by their button and as files, the command's numbers, segments to walk through. */
export async function checkTasks(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  for (const { task, args, truth, prediction } of TASKS) {
    const expected = numbersOf(byCommand(args, task));
    for (const [scheme, width] of [
      ["light", 1280],
      ["dark", 400],
    ] as const) {
      const about = `${task}, ${scheme}, ${width} pixels wide`;
      const { page, close } = await openPage(browser, url, check, { colorScheme: scheme, width });
      await page.getByLabel("What is scored").selectOption(task);
      await page.getByRole("button", { name: "Try a sample" }).click();
      await scoreOf(page);
      const exported = JSON.parse(Buffer.from(await download(page, "JSON")).toString()) as TaskJson;
      check(`${about}: the command's numbers`, numbersOf(exported), expected);
      const article = page.locator("article.of-task");
      if (task === "panoptic" || task === "components") {
        await article.locator("details summary").click();
        await article.locator(".segment-list button").first().focus();
        check(`${about}: a segment is framed`, (await article.locator("rect.marked").count()) > 0, true);
      }
      await checkSlices(page, about, check, task === "components" || task === "surfaces");
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(`${about}: nothing sticks out`, overflow <= 0, true);
      check(`${about}: axe finds nothing serious`, await seriousFindings(page), []);
      await keep(page, `task-${task}-${scheme}`);
      const report = Buffer.from(await download(page, "HTML report")).toString();
      check(`${about}: a report with pictures`, report.includes('data-island="task-picture"'), true);
      await close(about);
    }
    const { page, close } = await openPage(browser, url, check);
    await page.getByLabel("What is scored").selectOption(task);
    await drop(
      page,
      truth.map((path) => join(SAMPLES, path)),
      ".drop.groundTruth",
    );
    await drop(
      page,
      prediction.map((path) => join(SAMPLES, path)),
      ".drop.prediction",
    );
    await scoreOf(page);
    const exported = JSON.parse(Buffer.from(await download(page, "JSON")).toString()) as TaskJson;
    check(`${task}, dropped: the command's numbers`, numbersOf(exported), expected);
    await close(`${task}, dropped`);
  }
  await checkYolo(browser, url, check);
}

/** Folders of YOLO's labels, of which data.yaml says in a list and in a text what is scored. */
async function checkYolo(browser: Browser, url: string, check: Check): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "maskscore-yolo-"));
  try {
    writeYoloSample(SAMPLES, folder);
    const expected = numbersOf(byCommand(["data", "predict"], "boxes", folder));
    const { page, close } = await openPage(browser, url, check);
    await page.getByLabel("What is scored").selectOption("boxes");
    await drop(page, [join(folder, "data")], ".drop.groundTruth");
    await drop(page, [join(folder, "predict")], ".drop.prediction");
    await scoreOf(page);
    const exported = JSON.parse(Buffer.from(await download(page, "JSON")).toString()) as TaskJson;
    check("YOLO's folders, dropped: the command's numbers", numbersOf(exported), expected);
    const told = await page.locator("body").innerText();
    check("YOLO's folders: what is scored is said", told.includes("which is val of data/data.yaml"), true);
    await close("YOLO's folders");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function scoreOf(page: Page): Promise<string> {
  const shown = page.getByTestId("task-score");
  await shown.waitFor({ timeout: 60_000 });
  await page.locator("article.of-task").waitFor({ timeout: 60_000 });
  return shown.innerText();
}

/** Of a volume the slider shows another slice. */
async function checkSlices(page: Page, about: string, check: Check, isVolume: boolean): Promise<void> {
  const slider = page.locator("article.of-task input[type=range]:not(.opacity)");
  check(`${about}: has a slider`, await slider.count(), Number(isVolume));
  if (!isVolume) return;
  await slider.fill("3");
  check(
    `${about}: the slider shows its slice`,
    (await page.locator("article.of-task figcaption").first().innerText()).includes("slice 4 of 24"),
    true,
  );
  await slider.fill("6");
}
