import { classNamesOf } from "../../../src/measures/confusion/settings.js";
import { jobProblemOf } from "../../../app/errors/problem.js";
import { readPanopticJson } from "../../../app/job/panopticJson.js";
import { parseJson } from "../../../app/json/parseJson.js";
import { componentsView } from "../../../app/view/tasks/componentsView.js";
import { panopticView } from "../../../app/view/tasks/panopticView.js";
import type { TaskPicture } from "../../../app/view/tasks/taskPicture.js";
import type { TaskFailedFile, TaskScores } from "../../../app/view/tasks/taskView.js";
import { ComponentScorer, type ComponentScorerOptions } from "../../../src/scorers/componentScorer.js";
import { PanopticScorer } from "../../../src/scorers/panopticScorer.js";
import type { TaskImage } from "../counting/protocol.js";
import { askOfEach, pageWorkers } from "../counting/workers.js";
import type { Choices } from "../score/choices.js";
import { idOfFile, type SideFiles } from "../score/pairs.js";
import { pageWords } from "../score/pageWords.js";
import { prepareSides } from "../score/prepareSides.js";
import { componentChoices, isDetectionTask, type PageTask } from "./taskChoices.js";

/** A run of another task: everything that is shown of it. */
export interface TaskScored {
  readonly view: TaskScores;
  readonly failures: readonly TaskFailedFile[];
  readonly notes: readonly string[];
  readonly state: Uint8Array<ArrayBuffer>;
  /** What became of the segments of an image; rejects where it is none of the run's. */
  readonly look: (id: string, about: string, maxSlices: number) => Promise<TaskPicture>;
}

type Scorer = ComponentScorer | PanopticScorer;

interface TaskRun {
  readonly images: readonly { readonly id: string; readonly image: TaskImage }[];
  readonly scorer: Scorer;
  readonly read: (state: Uint8Array) => Scorer;
  readonly view: () => TaskScores;
  readonly classNames: readonly string[];
  readonly notes: readonly string[];
}

/** @throws nothing can be scored: the error says why */
export async function scoreTask(
  task: Exclude<PageTask, "overlap">,
  groundTruth: SideFiles,
  prediction: SideFiles,
  chosen: Choices,
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<TaskScored> {
  if (isDetectionTask(task)) {
    const { scoreDetections } = await import("./scoreDetections.js");
    return scoreDetections(task, groundTruth, prediction, signal, tell);
  }
  const run =
    task === "components"
      ? await componentsRun(groundTruth, prediction, chosen, signal)
      : await panopticRun(groundTruth, prediction);
  const failures = await measureAll(run, signal, tell);
  const byId = new Map(run.images.map(({ id, image }) => [id, image]));
  return {
    view: run.view(),
    failures,
    notes: run.notes,
    state: run.scorer.toBytes(),
    look(id, about, maxSlices) {
      const image = byId.get(id);
      if (image === undefined) throw new Error(`${id} is no image of this run`);
      return pageWorkers().ask(
        "segments",
        { image, id, about, classNames: run.classNames, maxSlices },
        { about: id },
      );
    },
  };
}

/** Measures the images on all cores; what each worker counted adds up. */
async function measureAll(
  { images, scorer, read }: TaskRun,
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<TaskFailedFile[]> {
  const failures: TaskFailedFile[] = [];
  let done = 0;
  await askOfEach(
    images,
    async ({ id, image }) =>
      pageWorkers()
        .ask("measure", image, { signal, about: id })
        .catch((error: unknown) => {
          signal.throwIfAborted();
          return { file: jobProblemOf(error)?.file ?? id, message: pageWords(error) };
        }),
    (index, answer) => {
      if ("message" in answer) failures.push(answer);
      else {
        const { measuredImages } = read(answer);
        const { id } = images[index] as TaskRun["images"][number];
        scorer.addMeasured(measuredImages.map((one) => ({ ...one, id })) as never);
      }
      tell(++done, images.length);
    },
  );
  failures.sort((a, b) => (a.file < b.file ? -1 : 1));
  const [first] = failures;
  if (scorer.imageCount === 0 && first !== undefined) throw new Error(`${first.file}: ${first.message}`);
  return failures;
}

async function componentsRun(
  groundTruth: SideFiles,
  prediction: SideFiles,
  chosen: Choices,
  signal: AbortSignal,
): Promise<TaskRun> {
  const { images, job, detected, notes } = await prepareSides(groundTruth, prediction, chosen, signal);
  const { match, iouThreshold, minPixels, connectivity } = componentChoices.value;
  const classNames = classNamesOf(job.settings);
  const options: ComponentScorerOptions = {
    numClasses: Math.max(2, job.settings.numClasses),
    match,
    iouThreshold: match === "overlap" ? undefined : iouThreshold,
    minPixels,
    connectivity,
  };
  const scorer = new ComponentScorer(options);
  return {
    images: images.map(({ id, ...pair }) => ({ id, image: { task: "components", job, pair, options } })),
    scorer,
    read: (state) => ComponentScorer.fromBytes(state),
    view: () => componentsView(scorer, prediction.name, {}, classNames),
    classNames,
    notes: [...notes, ...(detected === undefined ? [] : [`Told by the masks: ${detected.text}.`])],
  };
}

async function panopticRun(truthFiles: SideFiles, predictedFiles: SideFiles): Promise<TaskRun> {
  const [truth, predicted] = [
    await panopticSide(truthFiles, "ground truth"),
    await panopticSide(predictedFiles, "prediction"),
  ];
  if (truth.categories === undefined) {
    throw new Error(`${truth.name}: expected categories, a list of { id, name, isthing }, got nothing`);
  }
  const { settings } = new PanopticScorer({ categories: truth.categories });
  const missing = [...truth.annotations.keys()].filter((id) => !predicted.annotations.has(id));
  const images = [...truth.annotations.keys()]
    .filter((id) => predicted.annotations.has(id))
    .map((id) => ({
      id,
      image: {
        task: "panoptic",
        options: settings,
        groundTruth: truth.fileOf(id),
        prediction: predicted.fileOf(id),
      } as const,
    }));
  if (images.length === 0) throw new Error(`${truth.name}: there is no image to score`);
  const scorer = new PanopticScorer(settings);
  return {
    images,
    scorer,
    read: (state) => PanopticScorer.fromBytes(state),
    view: () => panopticView(scorer, predictedFiles.name, {}),
    classNames: [],
    notes:
      missing.length === 0
        ? []
        : [`${predicted.name} has no annotation of ${missing.length} images, which are left out.`],
  };
}

interface PanopticSideFiles extends ReturnType<typeof readPanopticJson> {
  readonly name: string;
  readonly fileOf: (id: string) => Extract<TaskImage, { task: "panoptic" }>["groundTruth"];
}

/** The JSON of a side, and the PNG of each of its images, wherever in what was dropped it is. */
async function panopticSide({ files }: SideFiles, side: string): Promise<PanopticSideFiles> {
  const jsons = files.filter(({ path }) => /\.json$/i.test(path));
  const [json] = jsons;
  if (json === undefined || jsons.length > 1) {
    throw new Error(
      `the ${side}: expected one panoptic JSON of COCO and its PNGs, got ${jsons.length} JSON files`,
    );
  }
  const content = parseJson(new Uint8Array(await json.file.arrayBuffer()), json.path);
  let read;
  try {
    read = readPanopticJson(content);
  } catch (error) {
    throw new Error(`${json.path}: ${(error as Error).message}`, { cause: error });
  }
  const { annotations } = read;
  const byEnd = new Map(files.map((dropped) => [dropped.path.split("/").at(-1), dropped]));
  const pngOf = (fileName: string): (typeof files)[number] | undefined =>
    files.find(({ path }) => path === fileName || path.endsWith(`/${fileName}`)) ??
    byEnd.get(fileName.split("/").at(-1));
  const absent = [...annotations.values()].filter(({ fileName }) => pngOf(fileName) === undefined);
  if (absent.length > 0) {
    throw new Error(
      `${json.path}: names ${absent.length} PNGs that are not there, as ${absent[0]?.fileName ?? ""}; add the folder of PNGs to the ${side}`,
    );
  }
  return {
    ...read,
    name: json.path,
    fileOf(id) {
      const { fileName, segments } = annotations.get(id) as NonNullable<ReturnType<typeof annotations.get>>;
      const { file, path } = pngOf(fileName) as (typeof files)[number];
      return { named: { file, shown: `${side}, ${path}`, id: idOfFile(file) }, segments };
    },
  };
}
