// Drives the built page in a real Chromium: what it computes, what it refuses, whom it asks. Without Chromium the check is
// left out, but fails where CI=true. With a folder as argument, pictures are kept there to be looked at.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { Checklist } from "./browser/checklist.js";
import { withChromium } from "./browser/chromium.js";
import { serve } from "./browser/staticServer.js";
import { checkAnswers } from "./page/checkAnswers.js";
import { checkAccess } from "./page/checkAccess.js";
import { checkClassFiles } from "./page/checkClassFiles.js";
import { checkReadings } from "./page/checkReadings.js";
import { checkComparing } from "./page/checkComparing.js";
import { checkHostile } from "./page/checkHostile.js";
import { checkIsolation } from "./page/checkIsolation.js";
import { checkKeeping } from "./page/checkKeeping.js";
import { checkLearn } from "./page/checkLearn.js";
import { checkManyImages } from "./page/checkManyImages.js";
import { checkMasks } from "./page/checkMasks.js";
import { checkPairing } from "./page/checkPairing.js";
import { checkScoring } from "./page/checkScoring.js";
import { checkTasks } from "./page/checkTasks.js";
import { checkViewer } from "./page/checkViewer.js";
import { checkViews } from "./page/checkViews.js";
import { checkWork } from "./page/checkWork.js";
import { openPage } from "./page/opened.js";

const BUILT = fileURLToPath(new URL("../build/page", import.meta.url));

const pictures = process.argv[2];
if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
const keep = async (page: Page, name: string): Promise<void> => {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
};
const checklist = new Checklist();
const { check } = checklist;
const hasRun = await withChromium(async (browser) => {
  // Not the root: the page works from any folder of a server.
  const server = await serve(BUILT, "/some/folder/");
  try {
    await checkScoring(browser, server.url, check, keep);
    await checkComparing(browser, server.url, check, keep);
    await checkKeeping(browser, server.url, check);
    await checkClassFiles(browser, server.url, check);
    await checkAnswers(browser, server.url, check, keep);
    await checkReadings(browser, server.url, check);
    await checkPairing(browser, server.url, check);
    await checkWork(browser, server.url, check);
    await checkMasks(browser, server.url, check, keep);
    await checkViewer(browser, server.url, check, keep);
    await checkViews(browser, server.url, check, keep);
    await checkManyImages(browser, server.url, check);
    await checkTasks(browser, server.url, check, keep);
    await checkHostile(browser, server.url, check);
    await checkAccess(browser, server.url, check, keep);
    const learn = await openPage(browser, server.url, check, { part: "learn" });
    await checkLearn(learn.page, check, keep);
    await learn.close("learn");
    await checkIsolation(browser, server.url, BUILT, check);
  } finally {
    await server.close();
  }
});
if (hasRun) checklist.close();
