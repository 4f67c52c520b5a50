import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Browser, Page } from "playwright";
import type { Check } from "../browser/checklist.js";
import { watch } from "../browser/chromium.js";

export interface PageOptions {
  readonly colorScheme?: "light" | "dark";
  readonly width?: number;
  readonly part?: "score" | "learn";
}

/** Opens the built page; at its end, that it made no errors and asked nobody else for anything is checked. */
export async function openPage(
  browser: Browser,
  url: string,
  check: Check,
  { colorScheme = "light", width = 1280, part = "score" }: PageOptions = {},
): Promise<{ readonly page: Page; readonly close: (what: string) => Promise<void> }> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const wrong = watch(page, (asked) => asked.startsWith(url) || /^(data|blob):/.test(asked));
  await page.goto(`${url}#${part}`);
  await page.locator("nav a[aria-current]").waitFor();
  return {
    page,
    close: async (what) => {
      check(`${what}: no errors, and no request to anybody else`, wrong, []);
      await context.close();
    },
  };
}

/** Drops files or folders as a person does: the browser reads them from the disk. */
export async function drop(page: Page, paths: readonly string[], onto: string): Promise<void> {
  const box = await page.locator(onto).first().boundingBox();
  if (box === null) throw new Error(`${onto} is not there`);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x: box.x + 20, y: box.y + 20, data });
  }
  await session.detach();
}

/** Puts files into a file field, under names of their own: any name, which a disk might not allow. */
export async function choose(
  page: Page,
  label: string,
  files: readonly (string | { readonly name: string; readonly content: Uint8Array })[],
): Promise<void> {
  await page.getByLabel(label, { exact: true }).setInputFiles(
    files.map((file) => ({
      name: typeof file === "string" ? basename(file) : file.name,
      mimeType: "application/octet-stream",
      buffer: typeof file === "string" ? readFileSync(file) : Buffer.from(file.content),
    })),
  );
}

/** What a button downloads. */
export async function download(page: Page, button: string): Promise<Uint8Array> {
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
  return readFileSync(await saved.path());
}

export async function meanIou(page: Page): Promise<string> {
  const shown = page.getByTestId("mean-iou");
  await shown.waitFor({ timeout: 60_000 });
  return shown.innerText();
}
