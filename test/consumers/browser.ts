import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { type Browser, chromium } from "playwright";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

const MIME: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
};

export function hasBrowser(): boolean {
  return existsSync(CHROMIUM);
}

let browser: Promise<Browser> | undefined;

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
}

/** What a page prints by program/show.js; throws what went wrong on it instead. */
export async function outcomeOf(url: string): Promise<unknown> {
  browser ??= chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
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
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://here");
    const path = join(folder, normalize(pathname === "/" ? "index.html" : pathname));
    const type = MIME[extname(path)] ?? "application/octet-stream";
    const content = existsSync(path) ? readFileSync(path) : undefined;
    response.writeHead(content === undefined ? 404 : 200, { ...headers, "Content-Type": type }).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await look(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    close(server);
  }
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}
