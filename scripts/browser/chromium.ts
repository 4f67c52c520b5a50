import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright";
import { CHROMIUM, CHROMIUM_ARGUMENTS } from "./executables.js";

/**
 * Does something in a real Chromium. Without one the checks are left out, but the process fails where CI=true.
 */
export async function withChromium(run: (browser: Browser) => Promise<void>): Promise<boolean> {
  if (!existsSync(CHROMIUM)) {
    console.log(`no Chromium at ${CHROMIUM}: apt-get install chromium, or set CHROMIUM`);
    if (process.env.CI === "true") process.exit(1);
    console.log("the check in a browser is left out");
    return false;
  }
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_ARGUMENTS] });
  try {
    await run(browser);
  } finally {
    await browser.close();
  }
  return true;
}

/** What a page does that it must not: errors, warnings, dialogs, requests to other places than it came from. */
export function watch(page: Page, isAllowed: (url: string) => boolean): string[] {
  const wrong: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") wrong.push(message.text());
  });
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("request", (request) => {
    if (!isAllowed(request.url())) wrong.push(`asked for ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return wrong;
}
