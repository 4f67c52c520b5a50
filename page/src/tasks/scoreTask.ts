import { classNamesOf } from "../../../src/measures/confusion/settings.js";
import { jobProblemOf } from "../../../app/errors/problem.js";
import { CITYSCAPES_CATEGORIES } from "../../../app/job/cityscapesCategories.js";
import { isInstanceIds } from "../../../app/job/cityscapesNames.js";
import { readPanopticJson } from "../../../app/job/panopticJson.js";
import { namedUnit, SpacingError, type Unit } from "../../../app/job/pairSpacing.js";
import { UnitOfRun } from "../../../app/job/unitOfRun.js";
import { parseJson } from "../../../app/json/parseJson.js";
import { boundaryView } from "../../../app/view/tasks/boundaryView.js";
import { componentsView } from "../../../app/view/tasks/componentsView.js";
import { panopticView } from "../../../app/view/tasks/panopticView.js";
import { surfacesView } from "../../../app/view/tasks/surfacesView.js";
import type { TaskFailedFile, TaskScores } from "../../../app/view/tasks/taskView.js";
import { imageSetOf } from "../../../src/run/imageSet.js";
import { BoundaryScorer } from "../../../src/scorers/boundaryScorer.js";
import { ComponentScorer } from "../../../src/scorers/componentScorer.js";
import { PanopticScorer } from "../../../src/scorers/panopticScorer.js";
import { SurfaceScorer } from "../../../src/scorers/surfaceScorer.js";
import type { MaskMeasure, MeasuredImage, TaskImage } from "../counting/protocol.js";
import { askOfEach, pageWorkers } from "../counting/workers.js";
import type { Choices } from "../score/choices.js";
import { idOfFile, pairOf, type SideFiles } from "../score/pairs.js";
import { pageWords } from "../score/pageWords.js";
import { cityscapesSide, requireLabelIds } from "./cityscapesSide.js";
import { prepareSides } from "../score/prepareSides.js";
import {
  boundaryChoices,
  componentChoices,
  isDetectionTask,
  maskChoices,
  type PageTask,
  panopticChoices,
  surfaceChoices,
} from "./taskChoices.js";
import type { TaskScored } from "./taskScored.js";

type Scorer = BoundaryScorer | ComponentScorer | PanopticScorer | SurfaceScorer;

/** What a run is added up in, once the unit of its lengths is known. */
interface TaskTotal {
  readonly scorer: Scorer;
  readonly read: (state: Uint8Array) => Scorer;
  readonly view: () => TaskScores;
}

interface TaskRun {
  readonly images: readonly { readonly id: string; readonly image: TaskImage }[];
  readonly total: (unit: Unit | undefined) => TaskTotal;
  /** How an image is painted of such a run. */
  readonly painted?: (image: TaskImage, unit: Unit | undefined) => TaskImage;
  readonly classNames: readonly string[];
  readonly notes: readonly string[];
}

/** One model of those that are to be scored. */
interface AskedModel {
  readonly task: Exclude<PageTask, "overlap">;
  readonly groundTruth: SideFiles;
  /** Of all models: images that one of them has not are left out. */
  readonly predictions: readonly SideFiles[];
  /** Its place among them. */
  readonly model: number;
  readonly name: string;
  readonly chosen: Choices;
}

/** @throws nothing can be scored: the error says why */
export async function scoreTask(
  asked: AskedModel,
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<TaskScored> {
  const { task, groundTruth, predictions, name } = asked;
  const prediction = predictions[asked.model] as SideFiles;
  if (isDetectionTask(task)) {
    const { scoreDetections } = await import("./scoreDetections.js");
    return scoreDetections(task, groundTruth, prediction, signal, tell);
  }
  const run =
    task === "panoptic" ? await panopticRun(groundTruth, prediction) : await masksRun(task, asked, signal);
  const { failures, unit, total } = await measureAll(run, signal, tell);
  const byId = new Map(run.images.map(({ id, image }) => [id, image]));
  const dataset = imageSetOf(byId.keys());
  total.scorer.provenance = [{ model: name, expected: run.images.length, isComplete: true, dataset }];
  return {
    view: total.view(),
    failures,
    notes: run.notes,
    state: total.scorer.toBytes(),
    look(id, about, maxSlices) {
      const image = byId.get(id);
      if (image === undefined) throw new Error(`${id} is no image of this run`);
      return pageWorkers().ask(
        "paint",
        { image: run.painted?.(image, unit) ?? image, id, about, classNames: run.classNames, maxSlices },
        { about: id },
      );
    },
  };
}

/** Measures the images on all cores; what workers counted adds up, in the order of the images. */
async function measureAll(
  { images, total: totalOf }: TaskRun,
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<{
  readonly failures: readonly TaskFailedFile[];
  readonly unit: Unit | undefined;
  readonly total: TaskTotal;
}> {
  const answers: (MeasuredImage | TaskFailedFile)[] = [];
  let done = 0;
  await askOfEach(
    images,
    async ({ id, image }) =>
      pageWorkers()
        .ask("measure", image, { signal, about: id })
        .catch((error: unknown): TaskFailedFile => {
          signal.throwIfAborted();
          return { file: jobProblemOf(error)?.file ?? id, message: pageWords(error) };
        }),
    (index, answer) => {
      answers[index] = answer;
      tell(++done, images.length);
    },
  );
  const failures: TaskFailedFile[] = [];
  const unit = answers.flatMap((answer) => ("state" in answer ? (answer.unit ?? []) : []))[0];
  const total = totalOf(unit);
  const ofRun = new UnitOfRun();
  answers.forEach((answer, index) => {
    const { id } = images[index] as TaskRun["images"][number];
    if (!("state" in answer)) {
      failures.push(answer);
      return;
    }
    try {
      if (answer.unit !== undefined) ofRun.require(answer.unit, id);
    } catch (error) {
      if (!(error instanceof SpacingError)) throw error;
      failures.push({ file: id, message: `${error.got}; set "Spacing"` });
      return;
    }
    const { measuredImages } = total.read(answer.state);
    total.scorer.addMeasured(measuredImages.map((one) => ({ ...one, id })) as never);
  });
  failures.sort((a, b) => (a.file < b.file ? -1 : 1));
  const [first] = failures;
  if (total.scorer.imageCount === 0 && first !== undefined) {
    throw new Error(`${first.file}: ${first.message}`);
  }
  return { failures, unit, total };
}

async function masksRun(
  task: MaskMeasure["name"],
  { groundTruth, predictions, model, name, chosen }: AskedModel,
  signal: AbortSignal,
): Promise<TaskRun> {
  const prepared = await prepareSides(groundTruth, predictions, chosen, signal);
  const { job, detected, notes } = prepared;
  const images = prepared.images.map((image) => pairOf(image, model));
  const classNames = classNamesOf(job.settings);
  const { background = 0, spacing = "auto" } = maskChoices.value;
  const numClasses = Math.max(2, job.settings.numClasses);
  if (background >= numClasses) {
    throw new Error(`"Background" ${background} is no class: there are ${numClasses}, from 0 on`);
  }
  const measure = measureOf(task, { numClasses, background });
  return {
    images: images.map(({ id, ...pair }) => ({
      id,
      image: { task: "masks", job, pair, background, spacing, measure },
    })),
    total: (unit) => totalOf(inUnit(measure, unit), name, classNames),
    painted: (image, unit) =>
      image.task === "masks" ? { ...image, measure: inUnit(image.measure, unit) } : image,
    classNames,
    notes: [...notes, ...(detected === undefined ? [] : [`Told by the masks: ${detected.text}.`])],
  };
}

function measureOf(
  name: MaskMeasure["name"],
  classes: { readonly numClasses: number; readonly background: number },
): MaskMeasure {
  switch (name) {
    case "boundary":
      return { name, options: { ...classes, ...boundaryChoices.value } };
    case "components": {
      const { match, iouThreshold, ...others } = componentChoices.value;
      const threshold = match === "overlap" ? undefined : iouThreshold;
      return { name, options: { ...classes, ...others, match, iouThreshold: threshold } };
    }
    case "surfaces":
      return { name, options: { ...classes, ...surfaceChoices.value } };
  }
}

/** Surfaces know what their lengths are in. */
function inUnit(measure: MaskMeasure, unit: Unit | undefined): MaskMeasure {
  if (measure.name !== "surfaces") return measure;
  return { name: measure.name, options: { ...measure.options, unit: namedUnit(unit) } };
}

function totalOf(measure: MaskMeasure, model: string, classNames: readonly string[]): TaskTotal {
  switch (measure.name) {
    case "boundary": {
      const scorer = new BoundaryScorer(measure.options);
      const view = (): TaskScores => boundaryView(scorer, model, {}, classNames);
      return { scorer, read: (state) => BoundaryScorer.fromBytes(state), view };
    }
    case "components": {
      const scorer = new ComponentScorer(measure.options);
      const view = (): TaskScores => componentsView(scorer, model, {}, classNames);
      return { scorer, read: (state) => ComponentScorer.fromBytes(state), view };
    }
    case "surfaces": {
      const scorer = new SurfaceScorer(measure.options);
      const view = (): TaskScores => surfacesView(scorer, model, {}, classNames);
      return { scorer, read: (state) => SurfaceScorer.fromBytes(state), view };
    }
  }
}

async function panopticRun(truthFiles: SideFiles, predictedFiles: SideFiles): Promise<TaskRun> {
  const isOfCityscapes = [truthFiles, predictedFiles].some(({ files }) =>
    files.some(({ path }) => isInstanceIds(path)),
  );
  const [truth, predicted] = [
    await panopticSide(truthFiles, "ground truth", isOfCityscapes),
    await panopticSide(predictedFiles, "prediction", isOfCityscapes),
  ];
  if (truth.categories === undefined) {
    throw new Error(`${truth.name}: expected categories, a list of { id, name, isthing }, got nothing`);
  }
  if (predicted.categories === CITYSCAPES_CATEGORIES) requireLabelIds(truth, predicted.name);
  const { settings } = new PanopticScorer({ categories: truth.categories });
  const { convention } = panopticChoices.value;
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
        convention,
      } as const,
    }));
  if (images.length === 0) throw new Error(`${truth.name}: there is no image to score`);
  const scorer = new PanopticScorer(settings);
  return {
    images,
    total: () => ({
      scorer,
      read: (state) => PanopticScorer.fromBytes(state),
      view: () => panopticView(scorer, predictedFiles.name, { convention }),
    }),
    classNames: [],
    notes:
      missing.length === 0
        ? []
        : [`${predicted.name} has no annotation of ${missing.length} images, which are left out.`],
  };
}

interface PanopticSideFiles {
  readonly categories: ReturnType<typeof readPanopticJson>["categories"];
  /** By image. */
  readonly annotations: ReadonlyMap<string, unknown>;
  readonly name: string;
  readonly fileOf: (id: string) => Extract<TaskImage, { task: "panoptic" }>["groundTruth"];
}

/** The JSON of a side, and the PNG of each of its images, wherever in what was dropped it is. */
async function panopticSide(
  { files, name }: SideFiles,
  side: string,
  isOfCityscapes: boolean,
): Promise<PanopticSideFiles> {
  const jsons = files.filter(({ path }) => /\.json$/i.test(path));
  const [json] = jsons;
  if (json === undefined && isOfCityscapes) return cityscapesSide(files, name, side);
  if (json === undefined || jsons.length > 1) {
    throw new Error(
      `the ${side}: expected one panoptic JSON of COCO and its PNGs, or Cityscapes' *_instanceIds.png, got ${jsons.length} JSON files`,
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
