import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encode } from "fast-png";
import type { Browser, Page } from "playwright";
import { encodeNpy } from "../../bench/npy.js";
import type { Check } from "../browser/checklist.js";
import { seriousFindings } from "./checkAccess.js";
import { chooseMode, colourAt } from "./checkViewer.js";
import { choose, meanIou, openPage } from "./opened.js";

const SAMPLES = fileURLToPath(new URL("../../samples/", import.meta.url));

/** What the viewer shows beside plain images: planes of volumes, thresholds of probabilities, colours of palettes. */
export async function checkViews(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  await checkPlanes(browser, url, check, keep);
  await checkThreshold(browser, url, check, keep);
  await checkPalette(browser, url, check);
}

/** A volume: each plane's slices, with voxels in their proportions. */
async function checkPlanes(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const { page, close } = await openPage(browser, url, check);
  const file = (side: string): string => join(SAMPLES, "volume", side, "lesions.nii.gz");
  await choose(page, "Ground truth: choose files", [file("truth")]);
  await choose(page, "Prediction: choose files", [file("prediction")]);
  await meanIou(page);
  const slider = page.locator(".viewer .scrubber input");
  await slider.waitFor();
  check(
    "a volume has a scrubber",
    (await page.locator(".viewer .scrubber").innerText()).includes("of 24"),
    true,
  );
  await slider.fill("3");
  await page.locator(".viewer canvas").first().hover();
  await page.locator(".viewer .under", { hasText: "truth" }).waitFor();
  check(
    "which goes to its slice",
    (await page.locator(".viewer .under").innerText()).includes(", z 3: truth"),
    true,
  );
  for (const [plane, axis] of [
    ["Coronal", "y"],
    ["Sagittal", "x"],
  ] as const) {
    await chooseMode(page, plane);
    check(
      `${plane}: by ${axis}`,
      (await page.locator(".viewer .scrubber").innerText()).includes(`${axis} = `),
      true,
    );
    await page.mouse.move(0, 0);
    await page.locator(".viewer canvas").first().hover();
    await page.locator(".viewer .under", { hasText: "truth" }).waitFor();
  }
  await keep(page, "viewer-sagittal");
  check("planes: axe finds nothing serious", await seriousFindings(page), []);
  await close("planes of a volume");
}

/** A map of probabilities: the slider cuts it anew, and tells this image's scores there. */
async function checkThreshold(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const side = 64;
  const pixels = Array.from({ length: side * side }, (_, pixel) => [pixel % side, Math.floor(pixel / side)]);
  const distance = pixels.map(([x, y]) => Math.hypot((x as number) - 32, (y as number) - 32));
  const truth = Uint8Array.from(distance, (far) => Number(far < 20));
  const probabilities = Float32Array.from(distance, (far) => Math.min(1, Math.max(0, 1.1 - far / 32)));
  const iouFrom = (cut: number): number => {
    let [both, either] = [0, 0];
    truth.forEach((label, pixel) => {
      const isFound = (probabilities[pixel] as number) >= cut;
      if (label === 1 && isFound) both++;
      if (label === 1 || isFound) either++;
    });
    return both / either;
  };
  const { page, close } = await openPage(browser, url, check);
  await page.getByText("What the labels mean").first().click();
  const field = page.locator("label").filter({ has: page.locator("span", { hasText: /^Threshold$/ }) });
  await field.locator("input").fill("0.5");
  await field.locator("input").press("Enter");
  await choose(page, "Ground truth: choose files", [
    { name: "disc.npy", content: encodeNpy("|u1", [side, side], truth) },
  ]);
  await choose(page, "Prediction: choose files", [
    { name: "disc.npy", content: encodeNpy("<f4", [side, side], probabilities) },
  ]);
  await meanIou(page);
  const slider = page.locator(".thresholds input");
  await slider.waitFor();
  await chooseMode(page, "Errors");
  const inner = await colourAt(page, 0, 0.5, 0.5);
  for (const cut of [30, 70]) {
    await slider.fill(String(cut));
    const said = await page.getByTestId("at-threshold").innerText();
    check(
      `cut at ${cut / 100}: this image's IoU`,
      said.startsWith(`IoU ${iouFrom(cut / 100).toFixed(4)}`),
      true,
    );
  }
  await slider.fill("100");
  await page.waitForTimeout(400);
  const gone = await colourAt(page, 0, 0.5, 0.7);
  check("cut where nothing is left, the disc is missed", gone.join() !== inner.join(), true);
  await page.getByRole("button", { name: "Go there" }).click();
  const best = await page.getByTestId("threshold").innerText();
  const highest = Math.max(...Array.from({ length: 101 }, (_, k) => iouFrom(k / 100)));
  check("the best threshold is the best", iouFrom(Number(best)), highest);
  check("threshold: axe finds nothing serious", await seriousFindings(page), []);
  await keep(page, "viewer-threshold");
  await close("threshold");
}

/** Classes have the colours of the masks' own palette. */
async function checkPalette(browser: Browser, url: string, check: Check): Promise<void> {
  const { page, close } = await openPage(browser, url, check);
  const palette = [
    [10, 20, 30],
    [200, 40, 60],
    [70, 180, 90],
  ];
  const content = encode({
    width: 4,
    height: 2,
    data: Uint8Array.of(0, 1, 2, 2, 0, 1, 2, 2),
    channels: 1,
    depth: 8,
    palette,
  });
  await choose(page, "Ground truth: choose files", [{ name: "a.png", content }]);
  await choose(page, "Prediction: choose files", [{ name: "a.png", content }]);
  await meanIou(page);
  const swatches = page.locator("table.classes .swatch");
  const colours = await swatches.evaluateAll((all) =>
    all.map((swatch) => getComputedStyle(swatch).backgroundColor),
  );
  check(
    "classes have the palette's colours",
    colours,
    palette.map((colour) => `rgb(${colour.join(", ")})`),
  );
  await close("palette");
}
