import { htmlReport } from "../../../app/report/html/htmlReport.js";
import { choosePictures } from "../../../app/view/choosePictures.js";
import type { PictureView, RunView } from "../../../app/view/runView.js";
import { askOfEach, pageWorkers } from "../counting/workers.js";
import type { Scored } from "../score/scored.js";

/**
 * The report that the command writes, of a run: one file that needs nothing but itself.
 *
 * @param models of the run, by whose masks its pictures are made
 */
export async function htmlOf(run: RunView, models: readonly Scored[]): Promise<string> {
  return htmlReport({
    ...run,
    pictures: await picturesOf(run, models),
    provenance: {
      command: "made by the maskscore page",
      version: VERSION,
      createdAt: new Date().toISOString(),
    },
  });
}

async function picturesOf(run: RunView, models: readonly Scored[]): Promise<PictureView[]> {
  const byName = new Map(models.map(({ name, source }) => [name, source]));
  const asked = choosePictures(run).flatMap((choice) => {
    const source = byName.get(choice.model);
    const pair = source?.byId.get(choice.id);
    return source === undefined || pair === undefined ? [] : [{ choice, job: source.job, pair }];
  });
  const pictures: PictureView[] = [];
  await askOfEach(
    asked,
    ({ job, pair: { id, groundTruth, prediction } }) =>
      pageWorkers().ask("picture", { job, pair: { groundTruth, prediction } }, { about: id }),
    (index, masks) => {
      pictures[index] = { ...(asked[index] as (typeof asked)[number]).choice, ...masks, photo: undefined };
    },
  );
  return pictures;
}
