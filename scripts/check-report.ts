// Opens pages that the command wrote in a real Chromium, from the disk, and reads their numbers back. Chromium is looked
// for where Debian puts it. Without it the check is left out, but fails where CI=true. With a folder as argument, pictures
// of the pages are kept there to be looked at.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright";
import { Checklist } from "./browser/checklist.js";
import { watch, withChromium } from "./browser/chromium.js";
import { checkTasks } from "./report/checkTasks.js";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

const checklist = new Checklist();
const { check } = checklist;

interface ScoresJson {
  readonly meanIou: number;
  readonly classes: readonly { readonly name: string; readonly iou: number | null }[];
  readonly confusionMatrix: readonly (readonly number[])[];
  readonly intervals: { readonly iou: { readonly mean: { readonly bounds: { low: number; high: number } } } };
}

/** Runs the command; the page it writes, and what it says as JSON. */
function writePage(
  folder: string,
  args: readonly string[],
): { readonly page: string; readonly json: unknown } {
  const page = join(folder, "report.html");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "dist", "cli", "main.js"), ...args, "--html", page, "--json", "--ci", "95"],
    { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  if (status !== 0)
    throw new Error(`maskscore ${args.join(" ")} ended with ${status ?? "a signal"}: ${stderr}`);
  return { page, json: JSON.parse(stdout) };
}

/** Opens a page from the disk; what it asks the network for, and its errors, are failures. */
async function open(
  browser: Browser,
  path: string,
  colorScheme: "light" | "dark",
  width = 1180,
): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const wrong = watch(page, (url) => /^(file|data|blob):/.test(url));
  await page.goto(pathToFileURL(path).href);
  page.once("close", () => {
    check("no errors, no requests", wrong, []);
  });
  return page;
}

const text = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().textContent())?.replace(/\s+/g, " ").trim() ?? "";

async function checkScores(
  browser: Browser,
  folder: string,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const { page: path, json } = writePage(folder, [
    "score",
    "truth",
    "fine",
    "--classes",
    "classes.json",
    "--worst",
    "3",
  ]);
  const scores = json as ScoresJson;
  const page = await open(browser, path, "light");
  check("mean IoU", await text(page, ".headline .big"), scores.meanIou.toFixed(4));
  const { low, high } = scores.intervals.iou.mean.bounds;
  check(
    "interval",
    (await text(page, ".headline")).includes(`95 % interval [${low.toFixed(4)}, ${high.toFixed(4)}]`),
    true,
  );
  const rows = await page
    .locator("#model-1-classes details table")
    .first()
    .locator("tbody tr")
    .evaluateAll((all) =>
      all.map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent.trim())),
    );
  check(
    "classes",
    rows,
    scores.classes.map(({ name, iou }) => [name, iou?.toFixed(4)]),
  );
  const size = scores.classes.length;
  const cell = (t: number, p: number) => page.locator(".matrix tbody tr").nth(t).locator("td").nth(p);
  const counts = await page
    .locator(".matrix tbody td:not(.total)")
    .evaluateAll((cells) => cells.map((one) => Number((one as HTMLElement).dataset.n ?? 0)));
  check("confusion counts", counts, scores.confusionMatrix.flat());
  check("as many cells as classes squared", counts.length, size * size);

  await cell(2, 8).click();
  const behind = await page.locator(".behind li").allTextContents();
  const pixels = behind.map((line) => Number(/: ([\d,]+) pixels$/.exec(line)?.[1]?.replaceAll(",", "")));
  check(
    "images behind a cell add up to it",
    pixels.reduce((a, b) => a + b, 0),
    scores.confusionMatrix[2]?.[8],
  );
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  check(
    "arrow and Enter tell the next cell",
    (await text(page, ".behind h4")).startsWith("truth building, predicted terrain: "),
    true,
  );
  const roads = scores.confusionMatrix[0]?.[0] as number;
  await page.locator('.confusion input[value="count"]').check();
  check("as pixels", await text(page, ".matrix tbody td"), roads.toLocaleString("en-US"));
  await page.locator('.confusion input[value="column"]').check();
  const predicted = scores.confusionMatrix.reduce((sum, row) => sum + (row[0] as number), 0);
  check("as precision", await text(page, ".matrix tbody td"), ((100 * roads) / predicted).toFixed(1));

  const column = async (): Promise<number[]> =>
    page
      .locator("table.sortable tbody tr")
      .evaluateAll((all) => all.map((row) => Number((row.children[1] as HTMLElement).dataset.value)));
  const heading = page.locator("table.sortable thead button").nth(1);
  await heading.click();
  const sorted = await column();
  check(
    "sorted by mean IoU",
    sorted,
    [...sorted].sort((a, b) => a - b),
  );
  await heading.click();
  check("and the other way round", await column(), [...sorted].reverse());
  await page.getByRole("searchbox").fill("street-31");
  check("filtered by name", await page.locator("table.sortable tbody tr:visible").count(), 1);

  const picture = page.locator(".picture").first();
  check("pictures", await page.locator(".picture").count(), 3);
  const legend = async (): Promise<string> =>
    (await picture.locator(".keys").innerText()).replace(/\s+/g, " ").trim();
  const still = await legend();
  const chosen = await picture.locator("select").inputValue();
  await picture.locator("select").selectOption("-1");
  await picture.locator(".keys .of", { hasText: "all classes" }).waitFor();
  await picture.locator("select").selectOption(chosen);
  await picture.locator(".keys .of", { hasNotText: "all classes" }).waitFor();
  check("the script counts what the page said", await legend(), still);
  await checkViewer(page);
  await keep(page, "score-light");
  await page.close();
  const print = await open(browser, path, "light");
  await print.emulateMedia({ media: "print" });
  await keep(print, "score-print");
  await print.close();
}

/** A picture that has come to life: it is zoomed, tells its pixels, and its classes are switched off. */
async function checkViewer(page: Page): Promise<void> {
  const picture = page.locator(".picture").first();
  const zoom = async (): Promise<number> =>
    Number((await picture.getByTestId("zoom").innerText()).split(" ")[0]);
  const whole = await zoom();
  await picture.getByRole("button", { name: "Zoom in" }).click();
  const nearer = (await zoom()) / whole;
  check("zoomed in to twice the size", Math.abs(nearer - 2) < 0.05, true);
  await picture.getByRole("button", { name: "Fit" }).click();
  const canvas = picture.locator("canvas").first();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error("no canvas");
  // A place in the sky, as the truth has it.
  await page.mouse.move(box.x + 10, box.y + 10);
  await picture.locator(".under", { hasText: "truth" }).waitFor();
  check(
    "the read-out names both classes of a pixel",
    /^x \d+, y \d+: truth sky, predicted \w+$/.test(await picture.locator(".under").innerText()),
    true,
  );
  await picture.locator(".legend button", { hasText: "sky" }).click();
  await page.waitForTimeout(300);
  const colour = await canvas.evaluate((element) => {
    const copy = new OffscreenCanvas(1, 1).getContext("2d");
    copy?.drawImage(element as HTMLCanvasElement, -10, -10);
    return Array.from(copy?.getImageData(0, 0, 1, 1).data ?? []).slice(0, 3);
  });
  check("a class that is switched off is grey", colour, [0xc9, 0xce, 0xd6]);
  await picture.locator(".legend button", { hasText: "sky" }).click();
}

async function checkComparison(
  browser: Browser,
  folder: string,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const { page: path, json } = writePage(folder, [
    "compare",
    "truth",
    "coarse",
    "fine",
    "--classes",
    "classes.json",
  ]);
  const { comparison } = json as {
    comparison: { mean: { difference: number; bounds: { low: number; high: number } } };
  };
  const { difference, bounds } = comparison.mean;
  for (const [scheme, width] of [
    ["dark", 1180],
    ["light", 390],
  ] as const) {
    const page = await open(browser, path, scheme, width);
    check(
      `${scheme}, ${width} pixels wide: the verdict`,
      (await text(page, ".verdict")).startsWith(
        `fine is ${difference.toFixed(3)} above coarse [${bounds.low.toFixed(3)}, ${bounds.high.toFixed(3)}]`,
      ),
      true,
    );
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`${scheme}, ${width} pixels wide: nothing sticks out`, overflow <= 0, true);
    await keep(page, `compare-${scheme}-${width}`);
    await page.close();
  }
}

/** Names that would be scripts if they were not data. */
async function checkHostileNames(browser: Browser, folder: string): Promise<void> {
  const evil = `<img src=x onerror=alert(1)>'"&`;
  const truth = join(folder, "evil-truth");
  const prediction = join(folder, evil);
  for (const [from, to] of [
    ["truth", truth],
    ["fine", prediction],
  ] as const) {
    mkdirSync(to);
    for (const seed of [31, 32]) {
      cpSync(join(folder, from, `street-${seed}.png`), join(to, `${evil}${seed}.png`));
    }
  }
  const { page: path } = writePage(folder, ["score", truth, prediction, "--classes", "classes.json"]);
  const page = await open(browser, path, "light");
  check("a name with markup is text", (await text(page, "h1")).includes(evil), true);
  check("and so is an image's", (await text(page, ".picture h4")).startsWith(evil), true);
  await page.close();
}

const pictures = process.argv[2];
if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
const keep = async (page: Page, name: string): Promise<void> => {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
};
const hasRun = await withChromium(async (browser) => {
  const folder = mkdtempSync(join(tmpdir(), "maskscore-page-"));
  try {
    cpSync(join(ROOT, "samples", "streets"), folder, { recursive: true });
    await checkScores(browser, folder, keep);
    await checkComparison(browser, folder, keep);
    await checkHostileNames(browser, folder);
    await checkTasks({
      samples: join(ROOT, "samples"),
      check,
      writePage: (args) => writePage(folder, args),
      open: (path, scheme, width) => open(browser, path, scheme, width),
      keep,
    });
    check(
      "a page of 8 images stays below 2 MB",
      readFileSync(join(folder, "report.html")).length < 2e6,
      true,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
if (hasRun) checklist.close();
