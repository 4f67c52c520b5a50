import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import type { Browser } from "playwright";
import type { Check } from "../browser/checklist.js";
import { drop, meanIou, openPage } from "./opened.js";

const IMAGES = 3;

/** Masks of which only the right pairs score 1. */
function writeMasks(folder: string, level: 1 | 9, nameOf: (i: number) => string): string {
  mkdirSync(folder);
  for (let i = 1; i <= IMAGES; i++) {
    const data = Uint8Array.from({ length: 64 }, (_, pixel) => (pixel < i * 9 ? 1 : 0));
    // Compressed in different ways, so that no file is a copy.
    const image = encode({ width: 8, height: 8, data, channels: 1, depth: 8 }, { zlib: { level } });
    writeFileSync(join(folder, nameOf(i)), image);
  }
  return folder;
}

/** Names that differ: what the page asks for, and that it works; and a truth against itself. */
export async function checkPairing(browser: Browser, url: string, check: Check): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "maskscore-"));
  try {
    const truth = writeMasks(join(root, "truth"), 1, (i) => `image_000${i}.png`);
    const prediction = writeMasks(join(root, "predicted"), 9, (i) => `mask_${i}.png`);
    const { page, close } = await openPage(browser, url, check);
    await drop(page, [truth, prediction], "main");
    const problem = page.locator(".problem [role=alert]");
    await problem.waitFor();
    check(
      "names that differ: what would pair all",
      await problem.innerText(),
      'truth and predicted have no two files of one name; choose "0001 is 1" and set "Left off names" to image_*,mask_* under "Which files belong together", which pairs all 3: truth/image_0001.png with predicted/mask_1.png, truth/image_0002.png with predicted/mask_2.png',
    );
    await page.getByText("Which files belong together", { exact: true }).click();
    await page.getByLabel("0001 is 1").check();
    await page.getByLabel("Left off names").fill("image_*,mask_*");
    await page.getByLabel("Left off names").press("Tab");
    check("and then it does", await meanIou(page), "1.0000");
    await page.getByRole("button", { name: "Start over" }).click();
    await drop(page, [truth], ".drop >> nth=0");
    await drop(page, [truth], ".drop >> nth=1");
    await meanIou(page);
    const warning = page.locator(".notice.warning", { hasText: "prediction and truth are the same files" });
    check("a truth against itself is warned of", await warning.count(), 1);
    await close("pairing");
  } finally {
    rmSync(root, { recursive: true });
  }
}
