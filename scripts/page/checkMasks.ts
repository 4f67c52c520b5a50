import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import type { Browser, Page } from "playwright";
import { encodeNpy } from "../../bench/npy.js";
import type { Check } from "../browser/checklist.js";
import { choose, meanIou, openPage } from "./opened.js";

/** An indexed PNG of bands and a disc: large areas, as masks have. */
function bands(side: number, shift: number): Uint8Array {
  const data = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    data.fill(Math.floor((y * 7) / side), y * side, (y + 1) * side);
    const half = Math.sqrt(Math.max(0, (side / 4) ** 2 - (y - side / 2 - shift) ** 2));
    data.fill(7, y * side + Math.round(side / 2 - half), y * side + Math.round(side / 2 + half));
  }
  const palette = Array.from({ length: 8 }, (_, c) => [(c * 90) % 256, (c * 50 + 60) % 256, (c * 140) % 256]);
  return encode({ width: side, height: side, data, channels: 1, depth: 8, palette }, { zlib: { level: 1 } });
}

async function openPair(page: Page, side: number): Promise<void> {
  await choose(page, "Ground truth: choose files", [{ name: "truth.png", content: bands(side, 0) }]);
  await choose(page, "Prediction: choose files", [
    { name: "prediction.png", content: bands(side, side / 50) },
  ]);
  await meanIou(page);
}

/** A colour of the middle of the first stage. */
async function middle(page: Page, stage: number): Promise<number[]> {
  return page
    .locator(".stage canvas")
    .nth(stage)
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      // Read from a copy: a canvas that is read often is drawn without the graphics card.
      const copy = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
      copy?.drawImage(canvas as HTMLCanvasElement, -(width >> 1), -(height >> 1));
      return Array.from(copy?.getImageData(0, 0, 1, 1).data ?? []);
    });
}

/** Large masks: how long counting takes, and how fluid moving them is. */
export async function checkMasks(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const { page, close } = await openPage(browser, url, check);
  await openPair(page, 4096);
  const speed = await page.locator(".facts div", { hasText: "counted in" }).locator("dd").innerText();
  const ms = Number(speed.split(" ")[0]);
  console.log(`       4096 x 4096, counted in ${speed}`);
  check("a pair of 4096 x 4096 is counted in less than 100 ms", ms < 100, true);
  await page.getByRole("button", { name: "Start over" }).click();
  await openPair(page, 8192);
  while ((await middle(page, 0))[3] !== 255) await page.waitForTimeout(50);
  await page.waitForTimeout(300);
  check("the disc is in the middle of both masks", await middle(page, 0), await middle(page, 1));
  await checkFluid(page, check);
  await checkKeys(page, check);
  await checkPinch(page, check);
  await keep(page, "masks-8192");
  await close("large masks");
  await checkLargeScores(browser, url, check);
}

/** Scores that are argmaxed while they are read, from the disk: 96 MiB of them. */
async function checkLargeScores(browser: Browser, url: string, check: Check): Promise<void> {
  const [side, classes] = [256, 384];
  const best = (pixel: number): number => (pixel >> 6) % classes;
  const labels = Uint16Array.from({ length: side * side }, (_, pixel) => best(pixel));
  const scores = new Float32Array(labels.length * classes);
  labels.forEach((label, pixel) => (scores[pixel * classes + label] = 1));
  const folder = mkdtempSync(join(tmpdir(), "maskscore-"));
  try {
    const [truth, prediction] = [join(folder, "truth.npy"), join(folder, "scores.npy")] as const;
    writeFileSync(truth, encodeNpy("<u2", [side, side], labels));
    writeFileSync(prediction, encodeNpy("<f4", [side, side, classes], scores));
    const { page, close } = await openPage(browser, url, check);
    await page.getByLabel("Ground truth: choose files", { exact: true }).setInputFiles(truth);
    await page.getByLabel("Prediction: choose files", { exact: true }).setInputFiles(prediction);
    check("scores of 96 MiB are read from the disk in parts", await meanIou(page), "1.0000");
    await close("large scores");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Frames of a second of dragging and zooming at 8192 x 8192: the page must not wait for tiles. */
async function checkFluid(page: Page, check: Check): Promise<void> {
  // As text: a function would come with its compiler's helpers, which the page has not.
  await page.evaluate(
    "globalThis.frames = []; requestAnimationFrame(function tick(now) { frames.push(now); requestAnimationFrame(tick); });",
  );
  const stage = page.locator(".stage canvas").first();
  await stage.scrollIntoViewIfNeeded();
  const box = await stage.boundingBox();
  if (box === null) throw new Error("no stage");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await stage.focus();
  await page.mouse.move(x, y);
  for (let i = 0; i < 12; i++) await page.mouse.wheel(0, -120);
  await page.mouse.down();
  for (let i = 0; i < 40; i++) await page.mouse.move(x + 3 * i, y + i);
  await page.mouse.up();
  const frames = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames);
  const gaps = frames.slice(1).map((at, i) => at - (frames[i] as number));
  const sorted = [...gaps].sort((a, b) => a - b);
  const nearlyWorst = sorted[Math.floor(sorted.length * 0.95)] as number;
  console.log(
    `       8192 x 8192, ${gaps.length} frames: median ${(sorted[gaps.length >> 1] as number).toFixed(0)} ms, 95 % within ${nearlyWorst.toFixed(0)} ms`,
  );
  check("19 of 20 frames come within 50 ms while an 8192 x 8192 pair is moved", nearlyWorst < 50, true);
}

/** The keys do what the mouse does, and the read-out names the classes. */
async function checkKeys(page: Page, check: Check): Promise<void> {
  const stage = page.locator(".stage canvas").first();
  await stage.focus();
  await page.keyboard.press("0");
  for (let i = 0; i < 14; i++) await page.keyboard.press("+");
  await page.waitForTimeout(500);
  const disc = await middle(page, 0);
  await page.keyboard.press("0");
  await page.keyboard.press("ArrowUp");
  await stage.hover();
  await page.locator(".under", { hasText: "truth" }).waitFor();
  const under = await page.locator(".under").innerText();
  check("the read-out names both classes", under.endsWith("truth class 7, predicted class 7"), true);
  check("zoomed in as far as it goes, one class fills the middle", disc[3], 255);
  await page.locator(".legend button", { hasText: "class 7" }).click();
  await page.waitForTimeout(300);
  const off = await middle(page, 0);
  check("a class that is switched off is grey", off.slice(0, 3), [0xc9, 0xce, 0xd6]);
}

/** Two fingers that move apart: the picture grows as much as their distance. */
async function checkPinch(page: Page, check: Check): Promise<void> {
  await page.getByRole("button", { name: "Fit" }).click();
  const zoom = async (): Promise<number> =>
    Number((await page.getByTestId("zoom").innerText()).split(" ")[0]);
  const before = await zoom();
  const box = await page.locator(".stage canvas").first().boundingBox();
  if (box === null) throw new Error("no stage");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const fingers = (apart: number): { x: number; y: number; id: number }[] => [
    { x: x - apart, y, id: 0 },
    { x: x + apart, y, id: 1 },
  ];
  const session = await page.context().newCDPSession(page);
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: fingers(20) });
  for (const apart of [30, 40, 50, 60]) {
    await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: fingers(apart) });
  }
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await session.detach();
  await page.waitForTimeout(200);
  const grown = (await zoom()) / before;
  check(
    `two fingers zoom by their distance, threefold (${grown.toFixed(2)})`,
    Math.abs(grown - 3) < 0.15,
    true,
  );
}
