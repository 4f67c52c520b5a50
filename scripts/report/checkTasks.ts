import { join } from "node:path";
import type { Page } from "playwright";
import type { Check } from "../browser/checklist.js";
import { seriousFindings } from "../page/checkAccess.js";

interface Tools {
  readonly samples: string;
  readonly check: Check;
  readonly writePage: (args: readonly string[]) => { readonly page: string; readonly json: unknown };
  readonly open: (path: string, colorScheme: "light" | "dark", width?: number) => Promise<Page>;
  readonly keep: (page: Page, name: string) => Promise<void>;
}

interface TaskJson {
  readonly ap?: number;
  readonly all?: { readonly pq: number };
  readonly mean?: {
    readonly panopticQuality?: number;
    readonly iou?: number;
    readonly hausdorff95?: { readonly mean: number };
  };
  readonly unit?: string;
}

/** The score that stands first, as the report shows it. */
function firstScore({ ap, all, mean, unit }: TaskJson): string | undefined {
  const length = mean?.hausdorff95?.mean.toFixed(4);
  if (length !== undefined) return `${length} ${unit ?? ""}`;
  return (ap ?? all?.pq ?? mean?.panopticQuality ?? mean?.iou)?.toFixed(4);
}

const DETECTIONS = ["detections/truth.json", "detections/results.json"] as const;

/** Samples that ship with the package, and how each is scored. */
const TASKS = {
  panoptic: ["panoptic/truth.json", "panoptic/prediction.json"],
  components: ["volume/truth", "volume/prediction", "--num-classes", "2"],
  surfaces: ["volume/truth", "volume/prediction", "--num-classes", "2", "--tolerance", "1,2"],
  boundary: ["street/truth", "street/prediction", "--num-classes", "19", "--ignore-index", "255"],
  boxes: [...DETECTIONS],
  masks: [...DETECTIONS, "--ci", "95"],
} as const;

const SIZES = [
  ["light", 1180],
  ["dark", 1180],
  ["light", 400],
] as const;

/** The other tasks' reports: the command's numbers, segments to walk through, light, dark and narrow. */
export async function checkTasks({ samples, check, writePage, open, keep }: Tools): Promise<void> {
  for (const [task, [truth, prediction, ...more]] of Object.entries(TASKS)) {
    const files = [truth, prediction].map((path) => join(samples, path as string));
    const { page: path, json } = writePage(["score", ...files, "--task", task, ...more]);
    const expected = firstScore(json as TaskJson);
    for (const [scheme, width] of SIZES) {
      const page = await open(path, scheme, width);
      const about = `${task}, ${scheme}, ${width} pixels wide`;
      const score = (await page.locator(".headline .big").innerText()).trim();
      check(`${about}: the score`, score, expected);
      if (task !== "boundary" && task !== "surfaces") await checkSegments(page, about, check);
      check(`${about}: pictures`, (await page.locator("article.of-task img").count()) > 0, true);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(`${about}: nothing sticks out`, overflow <= 0, true);
      check(`${about}: axe finds nothing serious`, await seriousFindings(page), []);
      await keep(page, `task-${task}-${scheme}-${width}`);
      await page.close();
    }
  }
}

/** By keyboard and by pointer, a segment is framed. */
async function checkSegments(page: Page, about: string, check: Check): Promise<void> {
  const article = page.locator("article.of-task").first();
  await article.locator("details summary").click();
  const marked = article.locator("rect.marked");
  check(`${about}: no segment is framed at first`, await marked.count(), 0);
  await article.locator(".segment-list button").first().focus();
  check(`${about}: one that has the focus is`, (await marked.count()) > 0, true);
  await page.keyboard.press("Tab");
  const second = article.locator('.segment-list button[aria-pressed="true"]');
  check(`${about}: and the next one after it`, await second.count(), 1);
  const name = (await second.innerText()).trim();
  const title = (await marked.first().locator("title").textContent()) ?? "";
  check(`${about}: the frame is of that one`, title.startsWith(name), true);
}
