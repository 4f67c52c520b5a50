import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import { rawPng } from "../../test/helpers/maskFiles.js";
import type { Check } from "../browser/checklist.js";
import { drop, meanIou, openPage } from "./opened.js";

const COMMAND = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const WIDTH = 24;
const pixels = (width: number, height: number, label: (x: number, y: number) => number): number[] =>
  Array.from({ length: width * height }, (_, pixel) => label(pixel % width, Math.floor(pixel / width)));

/** A disc whose edge is smoothed to greys. */
const disc = (centre: number): number[] =>
  pixels(WIDTH, WIDTH, (x, y) => {
    const inside = 7.5 - Math.hypot(x - centre, y - 12);
    return Math.round(255 * Math.min(1, Math.max(0, inside + 0.5)));
  });

interface Asked {
  readonly name: string;
  readonly truth: Uint8Array;
  readonly prediction: Uint8Array;
  /** What the page says of itself. */
  readonly told: string;
  /** What is clicked first, where nothing is scored before. */
  readonly answer?: string;
  /** The command's words for the same, and those of what a click says instead. */
  readonly options: readonly string[];
  readonly otherwise?: { readonly click: string; readonly options: readonly string[] };
}

const CASES: readonly Asked[] = [
  {
    name: "smoothed masks",
    truth: rawPng(disc(12), WIDTH),
    prediction: rawPng(disc(14), WIDTH),
    told: "values of 128 and more are foreground",
    options: ["--threshold", "127"],
    otherwise: { click: "All above 0 is foreground", options: ["--threshold", "0"] },
  },
  {
    name: "a known data set",
    truth: rawPng(
      pixels(WIDTH, 8, (x) => x % 12),
      WIDTH,
    ),
    prediction: rawPng(
      pixels(WIDTH, 8, (x, y) => (x + (y === 0 ? 1 : 0)) % 11),
      WIDTH,
    ),
    told: "11 classes of CamVid; label 11, never predicted, taken as void",
    options: ["--dataset", "camvid"],
    otherwise: { click: "12 classes, no void", options: ["--num-classes", "12"] },
  },
  {
    name: "sizes that differ",
    truth: rawPng(
      pixels(WIDTH, 8, (x) => (x >> 2) % 3),
      WIDTH,
    ),
    prediction: rawPng(
      pixels(12, 4, (x) => (x >> 1) % 3),
      12,
    ),
    answer: "Resize the prediction, nearest neighbour",
    told: "resized from 12 x 4 to 24 x 8 pixels, by nearest neighbour",
    options: ["--num-classes", "3", "--resize", "prediction"],
  },
];

function scoreOf(truth: string, prediction: string, options: readonly string[]): string {
  const ran = spawnSync(process.execPath, [COMMAND, "score", truth, prediction, ...options, "--json"], {
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return (JSON.parse(ran.stdout) as { readonly meanIou: number }).meanIou.toFixed(4);
}

/** Answers by the keyboard alone. */
async function answer(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name, exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
}

/** What the page infers is said, is the command's number, and is answered otherwise, for good, with one key. */
export async function checkAnswers(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "maskscore-"));
  const [truth, prediction] = [join(root, "truth.png"), join(root, "prediction.png")] as const;
  try {
    for (const one of CASES) {
      writeFileSync(truth, one.truth);
      writeFileSync(prediction, one.prediction);
      const { page, close } = await openPage(browser, url, check);
      await drop(page, [truth, prediction], "main");
      if (one.answer !== undefined) {
        await page.getByRole("alert").waitFor();
        await keep(page, `answers-${one.name.replaceAll(" ", "-")}-asked`);
        await answer(page, one.answer);
      }
      check(`${one.name}: as the command`, await meanIou(page), scoreOf(truth, prediction, one.options));
      check(`${one.name}: is told`, (await page.locator("main").innerText()).includes(one.told), true);
      await keep(page, `answers-${one.name.replaceAll(" ", "-")}`);
      if (one.otherwise !== undefined) {
        const { click, options } = one.otherwise;
        await answer(page, click);
        await page.locator(".inferred").waitFor({ state: "detached" });
        check(`${one.name}: otherwise`, await meanIou(page), scoreOf(truth, prediction, options));
        check(`${one.name}: asks no more`, await page.locator(".inferred").count(), 0);
      }
      await close(one.name);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}
