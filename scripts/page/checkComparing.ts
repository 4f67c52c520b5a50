import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import type { Check } from "../browser/checklist.js";
import { seriousFindings } from "./checkAccess.js";
import { download, drop, meanIou, openPage } from "./opened.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const STREETS = join(ROOT, "samples", "streets");
const CAMVID = join(ROOT, "..", "shared", "data", "camvid");

/** What the command writes. */
function command(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "dist", "cli", "main.js"), ...words],
    { encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`the command ended with ${status ?? "a signal"}: ${stderr}`);
  return stdout;
}

/** Truth and two models of one data set, old and new as the page sets them side by side. */
interface Models {
  readonly name: string;
  readonly folder: string;
  readonly old: string;
  readonly next: string;
}

/** Several models: folders and parents that are dropped, who is who, the command's numbers; states of them. */
export async function checkComparing(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const all: readonly Models[] = [
    { name: "streets", folder: STREETS, old: "coarse", next: "fine" },
    ...(existsSync(join(CAMVID, "truth"))
      ? [{ name: "CamVid", folder: CAMVID, old: "unet-5ep", next: "unet-22ep" }]
      : []),
  ];
  for (const models of all) await checkParent(browser, url, models, check, keep);
  await checkLooks(browser, url, check, keep);
  await checkRoles(browser, url, check);
  await checkStates(browser, url, check, keep);
}

/** The folder of all is dropped; the comparison is the command's. */
async function checkParent(
  browser: Browser,
  url: string,
  { name, folder, old, next }: Models,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const said = JSON.parse(
    command(
      "compare",
      ...["truth", old, next].map((one) => join(folder, one)),
      "--classes",
      join(folder, "classes.json"),
      "--json",
    ),
  ) as { readonly comparison: { readonly mean: { readonly difference: number } } };
  const { page, close } = await openPage(browser, url, check);
  await drop(page, [folder], "h1");
  const shown = page.getByTestId("difference");
  await shown.waitFor({ timeout: 60_000 });
  check(
    `${name}: the difference comes first`,
    await shown.innerText(),
    `+${said.comparison.mean.difference.toFixed(4)}`,
  );
  check(
    `${name}: the truth is told by its name`,
    (await page.locator(".told").innerText()).startsWith("truth is taken for the ground truth"),
    true,
  );
  const page1 = JSON.parse(
    new TextDecoder().decode(await download(page, "JSON of the comparison")),
  ) as typeof said;
  check(`${name}: the comparison is the command's, to the last bit`, page1.comparison, said.comparison);
  await page.locator(".panels.of-4").first().waitFor();
  check(
    `${name}: truth, old, new and what changed`,
    await page.locator(".panels.of-4").first().locator("figcaption").allInnerTexts(),
    ["Ground truth", old, next, "What changed"],
  );
  const rows = page.locator("[aria-labelledby=leaderboard-title] tbody").first().locator("tr");
  await rows.filter({ hasText: "best" }).waitFor();
  check(
    `${name}: the best stands first`,
    (await rows.allInnerTexts()).map((row) => row.split("\t")[0]),
    [next, old],
  );
  await page.getByRole("button", { name: "Swap", exact: true }).click();
  await page
    .getByText(`-${said.comparison.mean.difference.toFixed(4)}`, { exact: true })
    .first()
    .waitFor();
  const report = new TextDecoder().decode(await download(page, "HTML report of the comparison"));
  check(`${name}: the report of both`, report.includes(`${old} against ${next}`), true);
  await keep(page, `compare-${name}`);
  await page.locator("#alone").getByRole("button", { name: next, exact: true }).click();
  await meanIou(page);
  await close(`comparing ${name}`);
}

/** A phone in the dark, and a screen in the light: nothing sticks out, axe finds nothing serious, keys alone do it. */
async function checkLooks(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  for (const [colorScheme, width] of [
    ["dark", 390],
    ["light", 1280],
  ] as const) {
    const name = `models, ${colorScheme}, ${width} pixels wide`;
    const { page, close } = await openPage(browser, url, check, { colorScheme, width });
    await drop(page, [STREETS], "h1");
    await page.locator(".panels.of-4").first().waitFor({ timeout: 60_000 });
    await page.getByText("best", { exact: true }).waitFor({ timeout: 60_000 });
    check(`${name}: axe`, await seriousFindings(page), []);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`${name}: nothing sticks out`, overflow <= 0, true);
    await keep(page, `models-${colorScheme}-${width}`);
    await page.getByRole("group", { name: "coarse is" }).getByRole("button", { name: "Left out" }).focus();
    await page.keyboard.press("Enter");
    check(`${name}: a key leaves a model out`, await meanIou(page), "0.6162");
    await close(name);
  }
}

/** What the page told is changed by one click; models are named, left out, and added. */
async function checkRoles(browser: Browser, url: string, check: Check): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "maskscore-"));
  try {
    // Names that say nothing: the truth alone has label 255.
    for (const [from, to] of [
      ["fine", "x"],
      ["truth", "y"],
      ["coarse", "z"],
    ] as const) {
      cpSync(join(STREETS, from), join(root, to), { recursive: true });
    }
    const { page, close } = await openPage(browser, url, check);
    const roleOf = (name: string): Promise<string> =>
      page
        .getByRole("group", { name: `${name} is` })
        .locator("[aria-pressed=true]")
        .innerText();
    await drop(page, [join(STREETS, "classes.json")], "h1");
    await drop(
      page,
      ["x", "y", "z"].map((name) => join(root, name)),
      "h1",
    );
    await page.getByTestId("difference").waitFor({ timeout: 60_000 });
    check(
      "three folders of names that say nothing: the truth by its void",
      await roleOf("y"),
      "Ground truth",
    );
    check(
      "and why is said",
      await page.locator(".told").innerText(),
      "y is taken for the ground truth: only its masks hold label 255, which marks void.",
    );
    await page.getByLabel("Name of the model in x").fill("candidate");
    await page.getByLabel("Name of the model in x").press("Enter");
    await page.getByRole("heading", { name: "candidate beside z" }).waitFor({ timeout: 60_000 });
    await page.getByRole("group", { name: "z is" }).getByRole("button", { name: "Left out" }).click();
    check("one model is left: its own results", await meanIou(page), "0.6162");
    await page.getByRole("group", { name: "z is" }).getByRole("button", { name: "Model" }).click();
    await page.getByTestId("difference").waitFor({ timeout: 60_000 });
    await page.getByRole("group", { name: "x is" }).getByRole("button", { name: "Ground truth" }).click();
    await page.locator(".problem, .notice.error").first().waitFor({ timeout: 60_000 });
    check("one click makes another the truth", await roleOf("y"), "Model");
    await page.getByRole("group", { name: "y is" }).getByRole("button", { name: "Ground truth" }).click();
    await page.getByTestId("difference").waitFor({ timeout: 60_000 });
    await drop(page, [join(STREETS, "fine")], ".drop.prediction");
    await page.getByRole("heading", { name: "3 models" }).waitFor({ timeout: 60_000 });
    await close("who is who");
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** States that are dropped together stand side by side, of overlap and of another task. */
async function checkStates(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "maskscore-"));
  try {
    const stateOf = (model: string, ...words: readonly string[]): string => {
      const path = join(root, `${model}${words.length === 0 ? "" : "-task"}.state`);
      const classes = join(STREETS, "classes.json");
      command(
        "score",
        join(STREETS, "truth"),
        join(STREETS, model),
        "--classes",
        classes,
        "--state",
        path,
        ...words,
      );
      return path;
    };
    const overlap = [stateOf("coarse"), stateOf("fine")];
    const boundary = [stateOf("coarse", "--task", "boundary"), stateOf("fine", "--task", "boundary")];
    const { page, close } = await openPage(browser, url, check);
    for (const [what, paths] of [
      ["overlap", overlap],
      ["boundary", boundary],
    ] as const) {
      const { comparison } = JSON.parse(command("compare", ...paths, "--json")) as {
        readonly comparison: { readonly mean: { readonly difference: number } };
      };
      await drop(page, paths, "h1");
      const text = `+${comparison.mean.difference.toFixed(4)}`;
      await page.getByTestId("difference").filter({ hasText: text }).waitFor({ timeout: 60_000 });
      check(
        `two states of ${what}: the command's difference`,
        await page.getByTestId("difference").innerText(),
        text,
      );
    }
    await keep(page, "compare-states");
    await page.locator("#alone, [aria-labelledby=alone-title]").getByRole("button").first().click();
    await page.getByTestId("task-score").waitFor();
    await page.evaluate(() => {
      scrollTo(0, 0);
    });
    const shown = JSON.parse(command("show", boundary[1] as string, "--json")) as {
      readonly mean: { readonly iou: number };
    };
    await drop(page, [boundary[1] as string], "h1");
    await page.getByRole("heading", { name: "2 models" }).waitFor({ state: "detached" });
    check(
      "a state of boundaries is shown as one",
      await page.getByTestId("task-score").innerText(),
      shown.mean.iou.toFixed(4),
    );
    check("and has no pictures", await page.getByTestId("looked").count(), 0);
    await drop(page, [overlap[0] as string, boundary[0] as string], "h1");
    check(
      "states of two tasks are refused",
      await page.locator(".problem").innerText(),
      "coarse-task is a state of boundary, and coarse of overlap: states of one task stand side by side",
    );
    await close("states side by side");
  } finally {
    rmSync(root, { recursive: true });
  }
}
