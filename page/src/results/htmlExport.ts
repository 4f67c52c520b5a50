import { describePage } from "../../../app/view/describePage.js";
import { htmlReport } from "../../../app/report/html/htmlReport.js";
import { choosePictures } from "../../../app/view/pictureOf.js";
import type { ReportedPicture } from "../../../app/view/reported.js";
import { askOfEach, pageWorkers } from "../counting/workers.js";
import type { ImagePair } from "../score/pairs.js";
import type { Scored } from "../score/session.js";

/** The report that the command writes, of this run: one file that needs nothing but itself. */
export async function htmlOf(scored: Scored): Promise<string> {
  const { run, scorer, name, palette } = scored;
  const report = describePage(run, [{ name, scorer }], {
    palette,
    pictures: await picturesOf(scored),
    command: "made by the maskscore page",
    version: VERSION,
    createdAt: new Date(),
  });
  return htmlReport(report, document);
}

async function picturesOf({ run, source }: Scored): Promise<ReportedPicture[]> {
  if (source === undefined) return [];
  const { job, byId } = source;
  const choices = choosePictures(run).filter(({ id }) => byId.has(id));
  const pictures = new Map<string, ReportedPicture>();
  await askOfEach(
    choices,
    ({ id }) => {
      const pair = byId.get(id) as ImagePair;
      return pageWorkers().ask("picture", { job, pair }, { about: id });
    },
    (index, masks) => {
      const choice = choices[index] as (typeof choices)[number];
      pictures.set(choice.id, { ...choice, ...masks, photo: undefined });
    },
  );
  return choices.flatMap(({ id }) => pictures.get(id) ?? []);
}
