import { backend } from "../counting/backend.js";
import { contradiction } from "../errors/argument.js";
import {
  type BoundaryIou,
  type BoundaryOptions,
  BOUNDARY_IOU_OPTIONS,
  readBoundaryJob,
} from "../measures/boundary/boundaryIou.js";
import {
  type ComponentQuality,
  type ComponentQualityOptions,
  readQualityJob,
} from "../measures/components/componentQuality.js";
import { type PanopticOptions, readPanopticOptions } from "../measures/panoptic/panopticQuality.js";
import type { PanopticQuality } from "../measures/panoptic/panopticScores.js";
import {
  type PanopticImage,
  type PanopticSide,
  type PostedSide,
  readPanopticSides,
} from "../measures/panoptic/panopticSide.js";
import type { GridLabels } from "../measures/surfaces/readPair.js";
import { readSurfaceJob, type SurfaceOptions } from "../measures/surfaces/surfaceDistances.js";
import type { SurfaceDistances } from "../measures/surfaces/surfaceScores.js";
import { readOptions } from "../reading/options.js";
import type { LabelArray, Labels } from "../types.js";
import { type ComponentOptions, readSearch } from "../volumes/connectedComponents.js";
import type { ConnectedComponents } from "../volumes/foundComponents.js";
import type { WorkerSet } from "../workers/workerSet.js";
import { Cargo } from "./cargo.js";
import type { PoolRequests } from "./poolRequests.js";

/** Options of componentQuality that a worker can be told: functions stay where they are. */
export type PooledComponentOptions = Omit<ComponentQualityOptions, "measureInstance">;

/** What is asked of images as wholes: an image is scored by one worker, and as many at a time as there are workers. */
export abstract class WholeImagePool {
  readonly #workers: WorkerSet<PoolRequests>;

  protected constructor(workers: WorkerSet<PoolRequests>) {
    this.#workers = workers;
  }

  surfaceDistances<const P extends number = 95>(
    groundTruth: GridLabels,
    prediction: GridLabels,
    options: SurfaceOptions<P> & { readonly numClasses: number },
  ): Promise<SurfaceDistances<P>[]>;
  surfaceDistances<const P extends number = 95>(
    groundTruth: GridLabels,
    prediction: GridLabels,
    options: SurfaceOptions<P> & { readonly numClasses?: undefined },
  ): Promise<SurfaceDistances<P>>;
  async surfaceDistances(groundTruth: unknown, prediction: unknown, options: unknown): Promise<unknown> {
    const { pair, rules } = readSurfaceJob(groundTruth, prediction, options);
    const cargo = new Cargo();
    const asked = { backend: backend(), rules, pair: loadPair(pair, cargo) };
    return this.#workers.ask("surfaceDistances", asked, { transfer: cargo.buffers });
  }

  boundaryIou(
    groundTruth: GridLabels,
    prediction: GridLabels,
    options: BoundaryOptions & { readonly numClasses: number },
  ): Promise<BoundaryIou[]>;
  boundaryIou(
    groundTruth: GridLabels,
    prediction: GridLabels,
    options: BoundaryOptions & { readonly numClasses?: undefined },
  ): Promise<BoundaryIou>;
  async boundaryIou(groundTruth: unknown, prediction: unknown, options: unknown): Promise<unknown> {
    const given = readOptions(options, BOUNDARY_IOU_OPTIONS, "options");
    const { pair, distance } = readBoundaryJob(groundTruth, prediction, given);
    const cargo = new Cargo();
    const asked = { backend: backend(), distance, pair: loadPair(pair, cargo) };
    return this.#workers.ask("boundaryIou", asked, { transfer: cargo.buffers });
  }

  async connectedComponents(labelMap: Labels, options: ComponentOptions): Promise<ConnectedComponents> {
    const search = readSearch(labelMap, options);
    const cargo = new Cargo();
    const asked = { backend: backend(), ...search, labels: cargo.load(search.labels) };
    return this.#workers.ask("connectedComponents", asked, { transfer: cargo.buffers });
  }

  /** Without measureInstance: a function cannot be handed to a worker; surfaces can be asked for. */
  async componentQuality(
    groundTruth: Labels,
    prediction: Labels,
    options: PooledComponentOptions,
  ): Promise<ComponentQuality> {
    const { measure, ...job } = readQualityJob(groundTruth, prediction, options);
    if (measure !== undefined) {
      throw contradiction(
        "measureInstance",
        "nothing in a pool",
        "a function",
        "ask componentQuality for it",
      );
    }
    const cargo = new Cargo();
    const asked = { backend: backend(), ...loadPair(job, cargo) };
    return this.#workers.ask("componentQuality", asked, { transfer: cargo.buffers });
  }

  async panopticQuality(
    groundTruth: PanopticImage,
    prediction: PanopticImage,
    options: PanopticOptions,
  ): Promise<PanopticQuality> {
    const { settings, scoresOf } = readPanopticOptions(options);
    const [truth, predicted] = readPanopticSides(settings, groundTruth, prediction);
    const cargo = new Cargo();
    const sides = { groundTruth: loadSide(truth, cargo), prediction: loadSide(predicted, cargo) };
    const asked = { backend: backend(), settings, ...sides };
    return scoresOf(await this.#workers.ask("countPanoptic", asked, { transfer: cargo.buffers }));
  }
}

/** Its lists are the reader's own and copied as they are: the map may be the caller's. */
function loadSide(side: PanopticSide, cargo: Cargo): PostedSide {
  const { ids, width, height, segmentCount, segmentIds, categories, crowds, listedAreas } = side;
  return { ids: cargo.load(ids), width, height, segmentCount, segmentIds, categories, crowds, listedAreas };
}

/** Both sides in a form that can be posted. */
function loadPair<T extends { readonly groundTruth: Labels; readonly prediction: Labels }>(
  pair: T,
  cargo: Cargo,
): T {
  const load = (labels: Labels): Labels => cargo.load(labels as LabelArray);
  return { ...pair, groundTruth: load(pair.groundTruth), prediction: load(pair.prediction) };
}
