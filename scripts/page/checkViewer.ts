import { encode } from "fast-png";
import type { Browser, Page } from "playwright";
import type { Check } from "../browser/checklist.js";
import { seriousFindings } from "./checkAccess.js";
import { meanIou, openPage } from "./opened.js";

/** A colour of a stage, at shares of its width and height. */
export async function colourAt(page: Page, stage: number, x: number, y: number): Promise<number[]> {
  return page
    .locator(".viewer .stage canvas")
    .nth(stage)
    .evaluate(
      (canvas, [across, down]) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const copy = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
        copy?.drawImage(canvas as HTMLCanvasElement, -Math.floor(width * across), -Math.floor(height * down));
        return Array.from(copy?.getImageData(0, 0, 1, 1).data ?? []);
      },
      [x, y] as const,
    );
}

export async function chooseMode(page: Page, mode: string): Promise<void> {
  await page.locator(".viewer .segmented label", { hasText: mode }).click();
  await page.waitForTimeout(400);
}

/** The large viewer: its modes, photos, keys and fingers, the list of images, and a confusion's pixels. */
export async function checkViewer(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  await checkModes(browser, url, check, keep);
  await checkList(browser, url, check);
  await checkTouch(browser, url, check);
}

async function openSample(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Try a sample" }).click();
  await meanIou(page);
  await page.locator(".viewer .legend button").first().waitFor();
}

async function checkModes(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const { page, close } = await openPage(browser, url, check);
  await openSample(page);
  check("scored: what was given is one line", await page.locator(".drop.groundTruth").isVisible(), false);
  check(
    "which names it",
    await page.locator(".given > summary").innerText(),
    "fine against truth masks and photos",
  );
  const [stage] = await page.locator(".viewer .stage").all();
  const narrow = (await stage?.boundingBox())?.width as number;
  for (const mode of ["Overlay", "Errors", "Swipe", "Blink"]) {
    await chooseMode(page, mode);
    const box = await page.locator(".viewer .stage").boundingBox();
    check(`${mode}: one stage, as wide as three`, (box?.width as number) > 3 * narrow, true);
    check(`${mode}: something is painted`, (await colourAt(page, 0, 0.5, 0.5))[3], 255);
    check(`${mode}: axe finds nothing serious`, await seriousFindings(page), []);
    await keep(page, `viewer-${mode.toLowerCase()}`);
  }
  await page.getByRole("button", { name: "Pause" }).click();
  const shown = await page.locator(".viewer figcaption strong").innerText();
  await page.getByRole("button", { name: "Show the other" }).click();
  check(
    "blinking is paused, and goes on by hand",
    (await page.locator(".viewer figcaption strong").innerText()) !== shown,
    true,
  );
  await chooseMode(page, "Swipe");
  const divider = page.getByRole("slider", { name: "Where the sides meet" });
  await divider.focus();
  await page.keyboard.press("End");
  await page.waitForTimeout(200);
  const truth = await colourAt(page, 0, 0.55, 0.8);
  await page.keyboard.press("Home");
  await page.waitForTimeout(200);
  check("the divider is moved by the keys", await divider.getAttribute("aria-valuenow"), "0");
  check(
    "on both of its sides there is a mask",
    [truth[3], (await colourAt(page, 0, 0.55, 0.8))[3]],
    [255, 255],
  );
  await chooseMode(page, "Side by side");
  await checkKeysOfViewer(page, check);
  await checkPhotos(page, check, keep);
  await close("modes of the viewer");
}

async function checkKeysOfViewer(page: Page, check: Check): Promise<void> {
  const title = page.locator(".viewer .title");
  const canvas = page.locator(".viewer .stage canvas").first();
  const listed = (await page.locator(".images tbody th button").allInnerTexts()).map((id) => id.trim());
  const [first, second] = listed;
  await canvas.focus();
  await page.keyboard.press("ArrowRight");
  check("an arrow key goes to the next image of the list", await title.innerText(), second);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  check("and back, from the first to the last", await title.innerText(), listed[listed.length - 1]);
  await page.keyboard.press("PageDown");
  check("a page's key, too", await title.innerText(), first);
  await page.waitForFunction(() => document.querySelector(".viewer.reading") === null);
  await page.keyboard.press("Shift+ArrowRight");
  const under = page.locator(".viewer .under");
  await under.filter({ hasText: "truth" }).waitFor();
  check(
    "Shift and an arrow read the middle pixel",
    (await under.innerText()).startsWith("x 256, y 128: truth "),
    true,
  );
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowRight");
  check("zoomed in, an arrow key moves the picture", await title.innerText(), first);
  await page.keyboard.press("0");
}

async function checkPhotos(
  page: Page,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const title = (await page.locator(".viewer .title").innerText()).trim();
  const data = Uint8Array.from({ length: 8 * 4 * 3 }, (_, i) => (i * 37) % 256);
  const photo = encode({ width: 8, height: 4, data, channels: 3, depth: 8 });
  await page
    .getByLabel("Photos: choose files")
    .setInputFiles([{ name: `${title}_leftImg8bit.png`, mimeType: "image/png", buffer: Buffer.from(photo) }]);
  await page.locator(".viewer .photo").first().waitFor();
  check("a photo of its name lies under each mask", await page.locator(".viewer .photo").count(), 3);
  await page.locator(".viewer input.opacity").fill("0");
  const opacity = await page
    .locator(".viewer canvas.mask")
    .first()
    .evaluate((canvas) => getComputedStyle(canvas).opacity);
  check("and the masks are as opaque as is wanted", opacity, "0");
  await page.locator(".viewer input.opacity").fill("60");
  await keep(page, "viewer-photo");
  await page.getByRole("button", { name: "Next image" }).click();
  await page.waitForFunction(() => document.querySelector(".viewer.reading") === null);
  check("an image without a photo has none", await page.locator(".viewer .photo").count(), 0);
}

/** The list: small pictures, a class's order, a confusion's images. */
async function checkList(browser: Browser, url: string, check: Check): Promise<void> {
  const { page, close } = await openPage(browser, url, check);
  await openSample(page);
  await page.waitForFunction(() =>
    Array.from(document.querySelectorAll<HTMLCanvasElement>("canvas.thumbnail")).every(
      ({ width }) => width === 128,
    ),
  );
  check("each image has a small picture", await page.locator("canvas.thumbnail").count(), 8);
  await page.getByLabel("Sort by class").selectOption({ label: "person" });
  const cells = await page
    .locator(".images tbody tr")
    .evaluateAll((rows) => rows.map((row) => (row.lastElementChild as HTMLElement).dataset.value ?? ""));
  const scores = cells.filter((value) => value !== "").map(Number);
  check(
    "sorted by a class, the worst is first",
    scores,
    [...scores].sort((a, b) => a - b),
  );
  check(
    "and images without it are last",
    cells.slice(scores.length).every((value) => value === ""),
    true,
  );
  await page.locator(".images tbody th button").first().focus();
  await page.keyboard.press("ArrowDown");
  const second = (await page.locator(".images tbody th button").nth(1).innerText()).trim();
  check("an arrow key in the list opens the next", await page.locator(".viewer .title").innerText(), second);
  await page.getByText("Classes of this image").click();
  const own = Number((await page.locator(".images tr.shown td").first().innerText()).trim());
  const ious = await page
    .locator("#masks details.numbers tbody tr td:nth-child(2)")
    .evaluateAll((all) => all.map((cell) => Number((cell as HTMLElement).dataset.value)));
  const shownIous = ious.filter((value) => !Number.isNaN(value));
  const mean = shownIous.reduce((sum, value) => sum + value, 0) / shownIous.length;
  check("its classes' own numbers have its mean", mean.toFixed(4), own.toFixed(4));

  const names = await page.locator(".matrix tbody th").allInnerTexts();
  const [rider, person] = [names.indexOf("rider"), names.indexOf("person")];
  await page.locator(".matrix tbody tr").nth(rider).locator("td").nth(person).click();
  const behind = (await page.locator(".behind li button").allInnerTexts()).map((id) => id.trim());
  await page.locator(".behind li button").first().click();
  check(
    "a confusion's image is opened",
    (await page.locator(".viewer .title").innerText()).trim(),
    behind[0],
  );
  check(
    "with its pixels lit",
    (await page.locator(".viewer .lit").innerText()).startsWith("Only truth rider, predicted person is lit."),
    true,
  );
  await page.waitForFunction(() => document.querySelector(".viewer.reading") === null);
  await chooseMode(page, "Errors");
  const personColour = await page
    .locator(".viewer .legend button", { hasText: "person" })
    .locator(".swatch")
    .evaluate((swatch) => getComputedStyle(swatch).backgroundColor);
  const counted = await page.locator(".viewer .stage canvas").evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    copy?.drawImage(canvas as HTMLCanvasElement, 0, 0);
    const found: Record<string, number> = {};
    const { data } = (copy as OffscreenCanvasRenderingContext2D).getImageData(0, 0, width, height);
    for (let i = 0; i < data.length; i += 4) {
      const key = `rgb(${data[i] as number}, ${data[i + 1] as number}, ${data[i + 2] as number})`;
      found[key] = (found[key] ?? 0) + 1;
    }
    return { found, area: width * height };
  });
  const pixels = Number(
    /: ([\d,]+) pixels/.exec(await page.locator(".behind li").first().innerText())?.[1]?.replaceAll(",", ""),
  );
  const share = (counted.found[personColour] ?? 0) / counted.area;
  check(
    "just as many pixels have the predicted class's colour as the cell counts",
    Math.abs(share * 512 * 256 - pixels) < 0.1 * pixels + 20,
    true,
  );
  if (behind.length > 1) {
    await page.getByRole("button", { name: "Next image" }).click();
    check(
      "the next image is the cell's next",
      (await page.locator(".viewer .title").innerText()).trim(),
      behind[1],
    );
  }
  await page.getByRole("button", { name: "Light all" }).click();
  check("all pixels are lit again", await page.locator(".viewer .lit").count(), 0);
  await close("list of images");
}

/** A phone: a finger scrolls past what is seen whole, and a tap reads a pixel. */
async function checkTouch(browser: Browser, url: string, check: Check): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await page.goto(url);
  await openSample(page);
  const canvas = page.locator(".viewer .stage canvas").first();
  await canvas.scrollIntoViewIfNeeded();
  const touch = (): Promise<string> => canvas.evaluate((element) => getComputedStyle(element).touchAction);
  check("a finger scrolls past what is seen whole", await touch(), "pan-y");
  await canvas.tap();
  await page.locator(".viewer .under", { hasText: "truth" }).waitFor();
  check(
    "a tap reads a pixel",
    /^x \d+, y \d+: truth /.test(await page.locator(".viewer .under").innerText()),
    true,
  );
  await page.getByRole("button", { name: "Zoom in" }).click();
  await page.waitForTimeout(200);
  check("and moves what is not", await touch(), "none");
  await context.close();
}
