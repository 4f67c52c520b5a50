import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import { crc32 } from "../../app/formats/crc32.js";
import type { Check } from "../browser/checklist.js";
import { choose, openPage } from "./opened.js";

const STREETS = fileURLToPath(new URL("../../samples/streets/", import.meta.url));
const TRUTH = join(STREETS, "truth", "street-31.png");

/** Files that are no masks, and what is said of them. */
const HOSTILE: readonly (readonly [what: string, content: Uint8Array, said: RegExp])[] = [
  ["an empty file", new Uint8Array(0), /empty \(0 bytes\)/],
  ["a file cut short", readFileSync(TRUTH).subarray(0, 900), /truncated|ends early|damaged/],
  ["a JPEG", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70), /JPEG/],
  ["a page of HTML", new TextEncoder().encode("<script>alert(1)</script>"), /a text file/],
  ["a PNG that promises 100,000 x 100,000 pixels", bomb(), /pixels/],
];

/** A PNG's header with sizes that nobody has memory for. */
function bomb(): Uint8Array {
  const bytes = Uint8Array.from(readFileSync(TRUTH));
  const view = new DataView(bytes.buffer);
  view.setUint32(16, 100_000);
  view.setUint32(20, 100_000);
  view.setUint32(29, crc32(bytes.subarray(12, 29)));
  return bytes;
}

/** Wrong files become words beside their names, and names are never more than text. */
export async function checkHostile(browser: Browser, url: string, check: Check): Promise<void> {
  const { page, close } = await openPage(browser, url, check);
  const problem = page.locator(".problem");
  await choose(page, "Ground truth: choose files", [TRUTH]);
  for (const [what, content, said] of HOSTILE) {
    await choose(page, "Prediction: choose files", [{ name: "wrong.png", content }]);
    await problem.waitFor();
    const text = await problem.innerText();
    check(
      `${what} is refused in words, by name: ${text}`,
      text.startsWith("wrong.png: ") && said.test(text),
      true,
    );
  }
  const evil = `<img src=x onerror=alert(1)>'"&.png`;
  const classes = JSON.stringify({
    numClasses: 19,
    ignoreIndex: 255,
    classNames: Array.from({ length: 19 }, (_, c) => `<b>${c}</b>`),
  });
  await choose(page, "Ground truth: choose files", [
    { name: evil, content: readFileSync(TRUTH) },
    { name: "second.png", content: readFileSync(join(STREETS, "truth", "street-32.png")) },
    { name: "classes.json", content: new TextEncoder().encode(classes) },
  ]);
  await choose(page, "Prediction: choose files", [
    { name: evil, content: readFileSync(join(STREETS, "fine", "street-31.png")) },
    { name: "second.png", content: readFileSync(TRUTH).subarray(0, 900) },
  ]);
  const failure = page.locator(".notice.error li");
  await failure.waitFor();
  check(
    "a wrong file among others is listed, and the others are scored",
    (await failure.innerText()).startsWith("prediction, second.png: "),
    true,
  );
  check("a name with markup is text", await page.locator(".viewer .title").innerText(), evil.slice(0, -4));
  check("and so is a class's", await page.locator("table.classes tbody th").first().innerText(), "<b>0</b>");
  check("no element came of either", await page.locator("main img, main b").count(), 0);
  await checkTwins(page, check);
  await close("hostile files");
}

/** Two masks of one name: taking either would be a guess. A JSON that is nothing is said to be so, beside the result. */
async function checkTwins(page: Page, check: Check): Promise<void> {
  await page.getByRole("button", { name: "Start over" }).click();
  const mask = (name: string): { name: string; content: Uint8Array } => ({
    name,
    content: readFileSync(TRUTH),
  });
  await choose(page, "Prediction: choose files", [mask("a.png"), mask("b.png")]);
  await choose(page, "Ground truth: choose files", [mask("a.png"), mask("a.tif"), mask("b.png")]);
  const problem = page.locator(".problem");
  await problem.waitFor();
  check(
    "two masks of one name are refused",
    (await problem.innerText()).includes('a.png and a.tif are masks of one name, "a"'),
    true,
  );
  await choose(page, "Ground truth: choose files", [mask("a.png"), mask("b.png")]);
  await problem.waitFor({ state: "detached" });
  await choose(page, "Ground truth: choose files", [
    { name: "hello.json", content: new TextEncoder().encode("[1]") },
  ]);
  await problem.waitFor();
  check(
    "a JSON that is nothing is refused by name",
    (await problem.innerText()).startsWith("hello.json: "),
    true,
  );
}
