import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright";
import { CHROMIUM, CHROMIUM_ARGUMENTS } from "../../scripts/browser/executables.js";
import { serve } from "../../scripts/browser/staticServer.js";

export function hasBrowser(): boolean {
  return existsSync(CHROMIUM);
}

let browser: Promise<Browser> | undefined;

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
}

/** What a page prints by program/show.js; throws what went wrong on it instead. */
export async function outcomeOf(url: string): Promise<unknown> {
  browser ??= chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_ARGUMENTS] });
  const context = await (await browser).newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const failed = new Promise<never>((_, reject) => page.once("pageerror", reject));
  const shown = page.waitForEvent("console", {
    predicate: (message) => message.type() === "log",
    timeout: 60_000,
  });
  try {
    const [message] = await Promise.race([Promise.all([shown, page.goto(url)]), failed]);
    return JSON.parse(message.text());
  } catch (error) {
    throw new Error([String(error), ...complaints].join("\n"), { cause: error });
  } finally {
    await context.close();
  }
}

/** Serves a folder while something looks at it. */
export async function served<T>(
  folder: string,
  look: (origin: string) => Promise<T>,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const server = await serve(folder, "/", headers);
  try {
    return await look(server.url);
  } finally {
    await server.close();
  }
}
