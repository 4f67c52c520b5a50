import { gzipSync } from "node:zlib";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import type { Check } from "../browser/checklist.js";
import { meanIou, openPage } from "./opened.js";

/**
 * What a visitor loads who scores overlap; and all files: those of the other tasks load when one is chosen, those that compare
 * models when there are several.
 */
const MAX_GZIPPED_BYTES = 250_000;
// The viewer of all tasks (modes, planes, thresholds, small pictures) is 15 kB of it, and loads with the first masks.
const MAX_GZIPPED_BYTES_OF_ALL = 440_000;
const MAX_FIRST_PAINT_MS = 1000;

/** The page is small, quick, alone in the world, and there without a network. */
export async function checkIsolation(
  browser: Browser,
  url: string,
  folder: string,
  check: Check,
): Promise<void> {
  const files = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))]),
  );
  const gzippedBytes = (names: Iterable<string>): number =>
    [...names].reduce((sum, name) => sum + gzipSync(files.get(name) as Buffer, { level: 9 }).length, 0);
  // Both are asked for by import() or new Worker(), at once.
  const begun = [...files.keys()].filter((name) => /^(main|worker)-.*\.js$/.test(name));
  const first = gzippedBytes(loadedWith(["index.html", ...begun], files));
  const all = gzippedBytes(files.keys());
  console.log(
    `       files of the page: ${first} bytes gzipped before another task is chosen, ${all} in all`,
  );
  check("the page is less than 250 kB gzipped", first < MAX_GZIPPED_BYTES, true);
  check("with the other tasks it is less than 440 kB", all < MAX_GZIPPED_BYTES_OF_ALL, true);
  const { page, close } = await openPage(browser, url, check);
  const paint = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          for (const { name, startTime } of list.getEntries()) {
            if (name === "first-contentful-paint") resolve(startTime);
          }
        }).observe({ type: "paint", buffered: true });
      }),
  );
  console.log(`       first contentful paint after ${paint.toFixed(0)} ms`);
  check("first paint within a second", paint < MAX_FIRST_PAINT_MS, true);
  await checkOffline(page, check);
  await close("offline");
  const other = await openPage(browser, url, check);
  await checkPolicy(other.page, url, check);
  await other.page.context().close();
}

/** After one visit the network is not needed any more. */
async function checkOffline(page: Page, check: Check): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.context().setOffline(true);
  await page.reload();
  await page.getByRole("button", { name: "Try a sample" }).click();
  check("it scores the sample without a network", await meanIou(page), "0.6162");
  await page.context().setOffline(false);
}

/** The policy holds: not even the page's own server can be asked for anything, by the page or by a worker. */
async function checkPolicy(page: Page, url: string, check: Check): Promise<void> {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const outcome = (address: string): Promise<string> =>
    page.evaluate(
      (target) =>
        fetch(target).then(
          () => "went through",
          () => "refused",
        ),
      address,
    );
  check("fetching from its own server is refused", await outcome(`${url}index.html`), "refused");
  const inWorker = await page.evaluate((target) => {
    const program = `fetch(${JSON.stringify(target)}).then(() => postMessage("went through"), () => postMessage("refused"))`;
    const script = new Blob([program], { type: "text/javascript" });
    const worker = new Worker(URL.createObjectURL(script), { type: "module" });
    return new Promise<string>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<string>) => {
        resolve(data);
      };
      worker.onerror = () => {
        resolve("no worker");
      };
    });
  }, `${url}index.html`);
  check("a worker's fetch is refused, too", inWorker, "refused");
  check(
    "nothing was asked for",
    asked.filter((address) => !address.startsWith("blob:")),
    [],
  );
}

/** Files with all that they name but by import(): what loads with them. */
function loadedWith(roots: readonly string[], files: ReadonlyMap<string, Buffer>): ReadonlySet<string> {
  const loaded = new Set<string>();
  const left = [...roots];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    const content = files.get(name);
    if (content === undefined || loaded.has(name)) continue;
    loaded.add(name);
    if (!/\.(js|html)$/.test(name)) continue;
    const named = content
      .toString()
      .matchAll(/(?:\bfrom|\bimport|src=|href=)\s*["'`]\.\/(?:assets\/)?([\w.-]+)["'`]/g);
    for (const [, other] of named) left.push(other as string);
  }
  return loaded;
}
