import { htmlReport } from "../../../app/report/html/htmlReport.js";
import { choosePictures } from "../../../app/view/choosePictures.js";
import type { PictureView } from "../../../app/view/runView.js";
import { askOfEach, pageWorkers } from "../counting/workers.js";
import type { ImagePair } from "../score/pairs.js";
import type { Scored } from "../score/session.js";

/** The report that the command writes, of this run: one file that needs nothing but itself. */
export async function htmlOf(scored: Scored): Promise<string> {
  return htmlReport({
    ...scored.run,
    pictures: await picturesOf(scored),
    provenance: {
      command: "made by the maskscore page",
      version: VERSION,
      createdAt: new Date().toISOString(),
    },
  });
}

async function picturesOf({ run, source }: Scored): Promise<PictureView[]> {
  if (source === undefined) return [];
  const { job, byId } = source;
  const choices = choosePictures(run).filter(({ id }) => byId.has(id));
  const pictures = new Map<string, PictureView>();
  await askOfEach(
    choices,
    ({ id }) => {
      const { groundTruth, prediction } = byId.get(id) as ImagePair;
      return pageWorkers().ask("picture", { job, pair: { groundTruth, prediction } }, { about: id });
    },
    (index, masks) => {
      const choice = choices[index] as (typeof choices)[number];
      pictures.set(choice.id, { ...choice, ...masks, photo: undefined });
    },
  );
  return choices.flatMap(({ id }) => pictures.get(id) ?? []);
}
