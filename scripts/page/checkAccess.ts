import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright";
import type { Check } from "../browser/checklist.js";
import { meanIou, openPage } from "./opened.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Impacts that are not let pass. */
const SERIOUS = ["serious", "critical"];

/** What axe finds on the page as it is now. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Through the debugger: the page's policy lets no script in.
  await page.evaluate(AXE);
  return page.evaluate(async (impacts) => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impacts.includes(impact))
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  }, SERIOUS);
}

const SIZES = [
  ["light", 1280],
  ["dark", 1280],
  ["light", 390],
  ["dark", 1920],
] as const;

/** Light and dark, phone to wide: nothing sticks out, and axe finds nothing serious, empty and scored. */
export async function checkAccess(
  browser: Browser,
  url: string,
  check: Check,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  for (const [colorScheme, width] of SIZES) {
    const name = `${colorScheme}, ${width} pixels wide`;
    const { page, close } = await openPage(browser, url, check, { colorScheme, width });
    await page.getByRole("button", { name: "Try a sample" }).waitFor();
    check(`${name}: axe on the empty page`, await seriousFindings(page), []);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await meanIou(page);
    await page.locator(".legend button").first().waitFor();
    await page.getByText("What the labels mean").first().click();
    check(`${name}: axe on the results`, await seriousFindings(page), []);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`${name}: nothing sticks out`, overflow <= 0, true);
    await keep(page, `sample-${colorScheme}-${width}`);
    await close(name);
  }
}
