import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright";
import type { Check } from "../browser/checklist.js";
import { choose, download, meanIou, openPage } from "./opened.js";

const STREETS = fileURLToPath(new URL("../../samples/streets/", import.meta.url));

/** Many images, so that there is time to cancel. */
function many(folder: string): { name: string; content: Uint8Array }[] {
  const content = readFileSync(join(STREETS, folder, "street-31.png"));
  return Array.from({ length: 600 }, (_, i) => ({ name: `street-${i}.png`, content }));
}

/** What a user does besides: cancels, changes the settings, looks behind a cell, takes the report along. */
export async function checkWork(browser: Browser, url: string, check: Check): Promise<void> {
  const { page, close } = await openPage(browser, url, check);
  await choose(page, "Ground truth: choose files", many("truth"));
  await choose(page, "Prediction: choose files", many("fine"));
  await page.locator("progress").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  check("cancelling ends the work", await page.locator("progress").count(), 0);
  check("and shows no half result", await page.getByTestId("mean-iou").count(), 0);
  await choose(page, "Ground truth: choose files", many("truth"));
  await page.locator("progress").waitFor();
  const classes = {
    numClasses: 19,
    ignoreIndex: 255,
    classNames: Array.from({ length: 19 }, (_, c) => `c${c}`),
  };
  await choose(page, "Ground truth: choose files", [
    { name: "classes.json", content: new TextEncoder().encode(JSON.stringify(classes)) },
  ]);
  await meanIou(page);
  check(
    "a classes file that comes while it scores is taken",
    await page.locator("table.classes tbody th").first().innerText(),
    "c0",
  );

  await page.getByRole("button", { name: "Start over" }).click();
  await page.getByText("What the labels mean").first().click();
  await page.getByLabel("Classes", { exact: true }).fill("19");
  await page.getByLabel("Ignored label").fill("255");
  await page.getByLabel("Ignored label").press("Enter");
  await choose(page, "Ground truth: choose files", [join(STREETS, "truth", "street-31.png")]);
  await choose(page, "Prediction: choose files", [join(STREETS, "fine", "street-31.png")]);
  check("settings that were made before the masks came", await meanIou(page), "0.5655");
  check("need no guess", await page.locator(".notice", { hasText: "Told by the masks" }).count(), 0);

  await page.getByRole("button", { name: "Start over" }).click();
  await page.getByText("What the labels mean").first().click();
  await page.getByRole("button", { name: "Try a sample" }).click();
  check("the sample's mean", await meanIou(page), "0.6162");
  await page.locator(".summary select").selectOption("torchmetrics");
  check("by torchmetrics' rules", await meanIou(page), "0.6173");
  await page.locator(".summary select").selectOption("dataset");
  const matrix = page.locator(".matrix");
  const placeOf = async (name: string): Promise<number> =>
    (await matrix.locator("tbody th").allInnerTexts()).indexOf(name);
  const [rider, person] = [await placeOf("rider"), await placeOf("person")];
  await matrix.locator("tbody tr").nth(rider).locator("td").nth(person).click();
  const behind = await page.locator(".behind li").allInnerTexts();
  const pixels = behind.map((line) => Number(/: ([\d,]+) pixels$/.exec(line)?.[1]?.replaceAll(",", "")));
  const cell = await page.locator(".readout").innerText();
  check(
    "the images behind a cell add up to it",
    pixels.reduce((a, b) => a + b, 0),
    Number(/^truth rider, predicted person: ([\d,]+) pixels/.exec(cell)?.[1]?.replaceAll(",", "")),
  );
  await page.locator(".behind li button").first().click();
  check(
    "and one of them is opened",
    behind[0]?.startsWith(await page.locator(".viewer .title").innerText()),
    true,
  );
  await page.getByRole("button", { name: "Swap the two" }).click();
  const problem = page.locator(".problem");
  await problem.waitFor();
  check("swapped: what was predicted is the truth", await page.locator(".drop strong").allInnerTexts(), [
    "fine",
    "truth",
  ]);
  check(
    "and void in a prediction is an error that names file, label and place",
    /^truth\/street-31\.png: label 255 at pixel \d+ .* is outside 0\.\.18/.test(await problem.innerText()),
    true,
  );
  await page.getByRole("button", { name: "Swap the two" }).click();
  await page.waitForFunction(() => document.querySelector(".drop strong")?.textContent === "truth");
  await meanIou(page);
  const report = new TextDecoder().decode(await download(page, "HTML report"));
  check(
    "the report is one whole page",
    report.startsWith("<!doctype html>") && report.endsWith("</html>\n"),
    true,
  );
  check(
    "with the mean and the pictures",
    report.includes("0.6162") && report.includes("data:image/png;base64,"),
    true,
  );
  const csv = new TextDecoder().decode(await download(page, "CSV of images"));
  check("the CSV has every image", csv.trim().split("\r\n").length, 9);

  await page.getByText("What the labels mean").first().click();
  await page.getByRole("button", { name: "Remove", exact: true }).last().click();
  await page.locator(".notice", { hasText: "Told by the masks" }).waitFor();
  check("without a classes file the masks tell the classes", await meanIou(page), "0.6162");
  await page.getByLabel("Ignored label").fill("0");
  await page.getByLabel("Ignored label").press("Enter");
  const wrong = page.locator(".notice.error, .problem").first();
  await wrong.waitFor();
  check(
    "a label that is no class any more is named, with the page's own cure",
    /label 255 .*set "Ignored label" to 0,255/.test(await wrong.innerText()),
    true,
  );
  await close("work");
}
