import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import type { Check } from "../browser/checklist.js";
import { download, drop, meanIou, openPage } from "./opened.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

interface Run {
  readonly meanIou: number;
  readonly classes: readonly {
    readonly name: string;
    readonly iou: number | null;
    readonly dice: number | null;
  }[];
  readonly confusionMatrix: readonly (readonly number[])[];
}

/** Masks to score: real ones where they are at hand, else those that ship with the project. */
interface Masks {
  readonly name: string;
  readonly truth: string;
  readonly prediction: string;
  readonly classes: string;
}

function masksAtHand(): Masks[] {
  const streets = join(ROOT, "samples", "streets");
  const camvid = join(ROOT, "..", "shared", "data", "camvid");
  const hasCamvid = existsSync(join(camvid, "truth"));
  if (!hasCamvid) {
    console.log(`real masks not found: ${camvid}`);
    if (process.env.CI === "true") process.exit(1);
  }
  const inFolder = (name: string, folder: string, prediction: string): Masks => ({
    name,
    truth: join(folder, "truth"),
    prediction: join(folder, prediction),
    classes: join(folder, "classes.json"),
  });
  return [
    inFolder("streets", streets, "fine"),
    ...(hasCamvid ? [inFolder("CamVid", camvid, "unet-22ep")] : []),
  ];
}

/** What the command says of the same masks: its JSON, and the bytes of its state. */
function byCommand({ truth, prediction, classes }: Masks): { readonly run: Run; readonly state: Uint8Array } {
  const folder = mkdtempSync(join(tmpdir(), "maskscore-"));
  try {
    const state = join(folder, "run.state");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        join(ROOT, "dist", "cli", "main.js"),
        "score",
        truth,
        prediction,
        "--classes",
        classes,
        "--json",
        "--state",
        state,
      ],
      { encoding: "utf8", maxBuffer: 2 ** 26 },
    );
    if (status !== 0) throw new Error(`the command ended with ${status ?? "a signal"}: ${stderr}`);
    return { run: JSON.parse(stdout) as Run, state: readFileSync(state) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Drops folders, and compares every number with the command's. */
export async function checkScoring(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  for (const masks of masksAtHand()) {
    const { run, state } = byCommand(masks);
    const { page, close } = await openPage(browser, url, check);
    await drop(page, [masks.classes], "h1");
    await page.getByText("What the labels mean").first().click();
    await page.locator(".settings", { hasText: "Choose another classes file" }).waitFor();
    await drop(page, [masks.truth, masks.prediction], "h1");
    check(`${masks.name}: mean IoU as the command's`, await meanIou(page), run.meanIou.toFixed(4));
    await checkTables(page, masks.name, run, check);
    const json = JSON.parse(new TextDecoder().decode(await download(page, "JSON"))) as Run;
    check(`${masks.name}: JSON has the command's mean, to the last bit`, json.meanIou, run.meanIou);
    check(`${masks.name}: and its confusion matrix`, json.confusionMatrix, run.confusionMatrix);
    const saved = await download(page, "State");
    check(`${masks.name}: the state is the command's, byte for byte`, Buffer.compare(saved, state), 0);
    await keep(page, `score-${masks.name}`);
    await checkSavedState(page, masks.name, state, run, check);
    await close(masks.name);
  }
}

async function checkTables(page: Page, name: string, run: Run, check: Check): Promise<void> {
  const rows = await page
    .locator("table.classes tbody tr")
    .evaluateAll((all) =>
      all.map((row) =>
        [row.children[0], row.children[1], row.children[3]].map((cell) => cell?.textContent.trim()),
      ),
    );
  check(
    `${name}: IoU and Dice of each class`,
    rows,
    run.classes.map((one) => [one.name, one.iou?.toFixed(4), one.dice?.toFixed(4)]),
  );
  const pixels = await page
    .locator("table.matrix tbody td:not(.total)")
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset.n ?? 0)));
  check(`${name}: confusion counts`, pixels, run.confusionMatrix.flat());
  const spread = await page.locator("table.spread tbody th > div").count();
  check(`${name}: every tool's rule is listed`, spread >= 15, true);
}

/** The state goes back in, and says the same without any mask. */
async function checkSavedState(
  page: Page,
  name: string,
  state: Uint8Array,
  run: Run,
  check: Check,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "maskscore-"));
  try {
    const path = join(folder, "saved.state");
    writeFileSync(path, state);
    await page.getByRole("button", { name: "Start over" }).click();
    await drop(page, [path], "h1");
    check(`${name}: a saved state's mean`, await meanIou(page), run.meanIou.toFixed(4));
    check(`${name}: a saved state has no masks to look at`, await page.locator(".viewer").count(), 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
