import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright";
import type { Check } from "../browser/checklist.js";
import { drop, meanIou, openPage } from "./opened.js";

const CAMVID = fileURLToPath(new URL("../../../shared/data/camvid", import.meta.url));

/** Reloading keeps the counts until they are forgotten; a link carries them, or says why it cannot. */
export async function checkKeeping(browser: Browser, url: string, check: Check): Promise<void> {
  const { page, close } = await openPage(browser, url, check);
  const keeping = page.locator(".keeping");
  await page.getByRole("button", { name: "Try a sample" }).click();
  await meanIou(page);
  await keeping.getByRole("button", { name: "Forget it" }).waitFor();
  await page.reload();
  check("reloading keeps the mean", await meanIou(page), "0.6162");
  check("but no masks", await page.locator(".viewer").count(), 0);
  check(
    "and says where it was kept",
    (await keeping.innerText()).includes("this browser kept its counts, and no pixel"),
    true,
  );
  await keeping.getByRole("button", { name: "Make a link" }).click();
  const link = await keeping.getByRole("textbox").inputValue();
  check(
    "a link says how long it is",
    (await keeping.locator(".link").innerText()).includes(link.length.toLocaleString("en")),
    true,
  );
  await keeping.getByRole("button", { name: "Forget it" }).click();
  await page.reload();
  await page.getByRole("button", { name: "Try a sample" }).waitFor();
  check("what was forgotten is not there any more", await page.getByTestId("mean-iou").count(), 0);
  await close("keeping");

  const other = await openPage(browser, url, check);
  await other.page.goto(link);
  check("the link shows the same mean elsewhere", await meanIou(other.page), "0.6162");
  await other.page.getByRole("button", { name: "Start over" }).click();
  check("starting over takes it out of the address", new URL(other.page.url()).hash, "#score");
  await other.page.evaluate(
    (cut) => {
      location.hash = cut;
    },
    new URL(link).hash.slice(0, 400),
  );
  check(
    "a link that was cut says so",
    await other.page.locator(".problem").innerText(),
    "the link: the state in it is cut or damaged: ask for the whole link, or for the state as a file",
  );
  await other.close("links");

  const boundary = await openPage(browser, url, check);
  await boundary.page.getByLabel("What is scored").selectOption("boundary");
  await boundary.page.getByRole("button", { name: "Try a sample" }).click();
  const score = boundary.page.getByTestId("task-score");
  await score.waitFor({ timeout: 60_000 });
  const before = await score.innerText();
  await boundary.page.locator(".keeping").getByRole("button", { name: "Forget it" }).waitFor();
  await boundary.page.reload();
  await score.waitFor({ timeout: 60_000 });
  check("another task's score is kept, too", await score.innerText(), before);
  check("and its task", await boundary.page.getByLabel("What is scored").inputValue(), "boundary");
  await boundary.close("keeping of another task");

  if (!existsSync(join(CAMVID, "truth"))) return;
  const large = await openPage(browser, url, check);
  await drop(large.page, [CAMVID], "h1");
  await large.page.getByTestId("difference").waitFor({ timeout: 60_000 });
  await large.page.locator(".keeping").getByRole("button", { name: "Make a link" }).click();
  const told = large.page.locator(".keeping .problem, .keeping .link");
  await told.waitFor();
  console.log(`       a link of two models on 233 images: ${(await told.innerText()).slice(0, 60)}`);
  await large.page.reload();
  await large.page.getByTestId("difference").waitFor({ timeout: 60_000 });
  check(
    "models are compared again after reloading",
    await large.page.getByTestId("difference").innerText(),
    "+0.2175",
  );
  await large.close("keeping of models");
}
