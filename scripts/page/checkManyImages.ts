import { encode } from "fast-png";
import type { Browser, Page } from "playwright";
import type { Check } from "../browser/checklist.js";
import { choose, meanIou, openPage } from "./opened.js";

const IMAGES = 5000;
const SIDE = 64;

/** So many are looked at while the list is scrolled. */
const FRAMES = 200;

/** A mask of three classes; no two of them are alike. */
function mask(seed: number): Uint8Array {
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
    return x + ((seed * 7) % 13) > y ? (y > seed % SIDE ? 2 : 1) : 0;
  });
  return encode({ width: SIDE, height: SIDE, data, channels: 1, depth: 8 });
}

/** A list of 5,000 images: only the rows in sight are there, and it scrolls without a stop. */
export async function checkManyImages(browser: Browser, url: string, check: Check): Promise<void> {
  const { page, close } = await openPage(browser, url, check);
  const files = (shift: number): { name: string; content: Uint8Array }[] =>
    Array.from({ length: IMAGES }, (_, i) => ({ name: `image-${i}.png`, content: mask(i + shift) }));
  await choose(page, "Ground truth: choose files", files(0));
  await choose(page, "Prediction: choose files", files(3));
  await meanIou(page);
  const list = page.locator(".images .tall");
  await list.scrollIntoViewIfNeeded();
  check(
    "5,000 images: all are listed",
    await page.locator(".images .shown").first().innerText(),
    "5,000 shown",
  );
  const rows = (): Promise<number> => page.locator(".images tbody tr").count();
  check("but only the rows in sight are there", (await rows()) < 60, true);
  const gaps = await framesWhileScrolled(page);
  const sorted = [...gaps].sort((a, b) => a - b);
  const median = sorted[gaps.length >> 1] as number;
  const nearlyWorst = sorted[Math.floor(sorted.length * 0.95)] as number;
  console.log(
    `       5,000 images, ${gaps.length} frames while scrolled: median ${median.toFixed(0)} ms, 95 % within ${nearlyWorst.toFixed(0)} ms`,
  );
  // The middle one, which other work of the machine does not move.
  check("every other frame comes within 34 ms while the list is scrolled", median < 34, true);
  check("scrolled, still only the rows in sight are there", (await rows()) < 60, true);
  await list.evaluate((box) => {
    box.scrollTop = box.scrollHeight;
  });
  await page.waitForTimeout(300);
  const last = page.locator(".images tbody tr:not(.gap)").last();
  check("the last row is the last image", await last.getAttribute("aria-rowindex"), String(IMAGES + 1));
  const name = (await last.locator("th").innerText()).trim();
  await last.locator("button").click();
  check("which is opened from there", (await page.locator(".viewer .title").innerText()).trim(), name);
  const start = Date.now();
  await page.locator(".images thead button", { hasText: "image" }).click();
  await page.locator(".images [aria-sort=ascending]").waitFor();
  const sortMs = Date.now() - start;
  console.log(`       5,000 images, sorted by name after ${sortMs} ms`);
  check("they are sorted in less than two seconds", sortMs < 2000, true);
  await close("5,000 images");
}

/** Milliseconds between frames while the list is scrolled fast: three rows a frame. */
async function framesWhileScrolled(page: Page): Promise<number[]> {
  await page.evaluate(`
    globalThis.frames = [];
    requestAnimationFrame(function tick(now) {
      frames.push(now);
      document.querySelector(".images .tall").scrollTop += 150;
      if (frames.length < ${FRAMES}) requestAnimationFrame(tick);
    });
  `);
  const frames = (): Promise<number[]> =>
    page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames);
  while ((await frames()).length < FRAMES) await page.waitForTimeout(200);
  const found = await frames();
  return found.slice(1).map((at, i) => at - (found[i] as number));
}
