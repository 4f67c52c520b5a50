import { htmlReport } from "../../../app/report/html/htmlReport.js";
import { choosePictures } from "../../../app/view/choosePictures.js";
import type { PictureView } from "../../../app/view/runView.js";
import { type CountingThread, forEachOnThreads } from "../counting/workers.js";
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
  const choices = choosePictures(run);
  const pictures = new Map<string, PictureView>();
  const draw = async (thread: CountingThread, choice: (typeof choices)[number]): Promise<void> => {
    const pair = byId.get(choice.id);
    if (pair === undefined) return;
    const masks = await thread.ask("picture", { job, pair });
    pictures.set(choice.id, { ...choice, ...masks, photo: undefined });
  };
  await forEachOnThreads(choices, draw, new AbortController().signal);
  return choices.flatMap(({ id }) => pictures.get(id) ?? []);
}
