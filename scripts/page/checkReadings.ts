import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encode } from "fast-png";
import type { Browser } from "playwright";
import { rawPng } from "../../test/helpers/maskFiles.js";
import type { Check } from "../browser/checklist.js";
import { drop, meanIou, openPage } from "./opened.js";

const COMMAND = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const [WIDTH, HEIGHT] = [24, 16];
const PIXELS = Array.from({ length: WIDTH * HEIGHT }, (_, pixel) => pixel);
const TRUTH = PIXELS.map((pixel) => (pixel >> 3) % 3);
const PREDICTION = PIXELS.map((pixel) => ((pixel + (pixel % 5 === 0 ? 8 : 0)) >> 3) % 3);

interface Reading {
  readonly name: string;
  /** Settings of the page by their labels: numbers are typed, words are chosen. */
  readonly settings: Readonly<Record<string, number | string>>;
  /** The same of the command. */
  readonly options: readonly string[];
  readonly encoded: (labels: readonly number[]) => Uint8Array;
}

const READINGS: readonly Reading[] = [
  {
    name: "greys above a threshold",
    settings: { Threshold: 127 },
    options: ["--threshold", "127"],
    encoded: (labels) =>
      rawPng(
        labels.map((label, i) => (label === 1 ? 200 + (i % 40) : i % 100)),
        WIDTH,
      ),
  },
  {
    name: "greys of two bits, scaled",
    settings: { "Grey of 1, 2 or 4 bits": "scaled", "Ignored label": "255", Classes: 171 },
    options: ["--low-bits", "scaled", "--ignore-index", "255", "--num-classes", "171"],
    encoded: (labels) => rawPng(labels, WIDTH, { depth: 2 }),
  },
  {
    name: "what is transparent unlabelled",
    settings: { "Alpha 0": "groundTruth", Classes: 3 },
    options: ["--alpha", "truth=void", "--num-classes", "3"],
    encoded: (labels) =>
      rawPng(
        labels.flatMap((label, i) => [label, i % 7 === 0 && labels === TRUTH ? 0 : 255]),
        WIDTH,
        { colourType: 4 },
      ),
  },
  {
    name: "ids of instances divided",
    settings: { "Instance ids divided by": 1000, Classes: 3 },
    options: ["--divide", "1000", "--num-classes", "3"],
    encoded: (labels) => {
      const data = Uint16Array.from(labels, (label, i) => (label === 0 ? 0 : label * 1000 + (i % 9)));
      return encode({ width: WIDTH, height: HEIGHT, channels: 1, depth: 16, data });
    },
  },
];

/** How pixels become labels where somebody has to say it: the page's settings are the command's options. */
export async function checkReadings(browser: Browser, url: string, check: Check): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "maskscore-"));
  try {
    for (const { name, settings, options, encoded } of READINGS) {
      const [truth, prediction] = [join(root, "truth.png"), join(root, "prediction.png")] as const;
      writeFileSync(truth, encoded(TRUTH));
      writeFileSync(prediction, encoded(PREDICTION));
      const ran = spawnSync(process.execPath, [COMMAND, "score", truth, prediction, ...options, "--json"], {
        encoding: "utf8",
      });
      if (ran.status !== 0) throw new Error(`${name}: ${ran.stderr}`);
      const wanted = (JSON.parse(ran.stdout) as { readonly meanIou: number }).meanIou;
      const { page, close } = await openPage(browser, url, check);
      await page.getByText("What the labels mean").first().click();
      for (const [label, value] of Object.entries(settings)) {
        const words = page.locator("span", { hasText: new RegExp(`^${label}$`) });
        const field = page.locator("label").filter({ has: words }).locator("input, select");
        if ((await field.evaluate((element) => element.tagName)) === "SELECT") {
          await field.selectOption({ value: String(value) });
        } else {
          await field.fill(String(value));
          await field.press("Enter");
        }
      }
      await drop(page, [truth, prediction], "main");
      check(`${name}: mean IoU as the command's`, await meanIou(page), wanted.toFixed(4));
      await close(name);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}
