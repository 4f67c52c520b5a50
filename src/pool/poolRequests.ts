import { SOFT_BLOCK_PIXELS } from "../counting/overlapSums.js";
import { cutIntoStrips, type Strip, stripOf } from "../counting/strips.js";
import type {
  BackendName,
  BinaryCounts,
  ConfusionCounts,
  Counter,
  ImageSizes,
  LabelSource,
  OverlapSums,
  PackedRows,
  ScoreTensor,
} from "../types.js";
import { type BoundaryIou, type BoundaryJob, scoreBoundaries } from "../measures/boundary/boundaryIou.js";
import type { ComponentJob } from "../measures/components/componentImage.js";
import { type ComponentQuality, scoreComponents } from "../measures/components/componentQuality.js";
import { countSides } from "../measures/panoptic/countPanoptic.js";
import type { PanopticRow } from "../measures/panoptic/panopticRow.js";
import type { PanopticSettings } from "../measures/panoptic/panopticSettings.js";
import { type PostedSide, withTable } from "../measures/panoptic/panopticSide.js";
import { scoreSurfaces, type SurfaceJob } from "../measures/surfaces/surfaceDistances.js";
import type { SurfaceDistances } from "../measures/surfaces/surfaceScores.js";
import { type ComponentSearch, findComponents } from "../volumes/connectedComponents.js";
import type { ConnectedComponents } from "../volumes/foundComponents.js";
import type { Answer, Handlers } from "../workers/requests.js";

/** Both sides of a strip. */
interface Sides<S> {
  readonly groundTruth: S;
  readonly prediction: S;
}

interface LabelSides extends Sides<LabelSource> {
  readonly sizes: ImageSizes;
  readonly numClasses: number;
  readonly ignoreIndex: number | undefined;
}

/** Which backend is to count. */
type By<Asked> = Asked & { readonly backend: BackendName };

/** One strip's counting, by the name of the Counter's method. */
export interface PoolRequests {
  readonly countLabels: readonly [By<LabelSides>, ConfusionCounts];
  readonly countOverlap: readonly [By<Sides<ScoreTensor>>, OverlapSums];
  /** Sums of each block of SOFT_BLOCK_PIXELS, one after the other: their sum depends on the order in which it is taken. */
  readonly sumOverlap: readonly [By<Sides<ScoreTensor>>, readonly OverlapSums[]];
  readonly countBinary: readonly [By<Sides<Uint8Array>>, BinaryCounts];
  readonly countPacked: readonly [By<Sides<Uint8Array> & { readonly rows: PackedRows }>, BinaryCounts];
  /** Images as wholes: what is near a strip's end depends on what is behind it. */
  readonly surfaceDistances: readonly [By<SurfaceJob>, SurfaceAnswer];
  readonly boundaryIou: readonly [By<BoundaryJob>, BoundaryIou | readonly BoundaryIou[]];
  readonly connectedComponents: readonly [By<ComponentSearch>, ConnectedComponents];
  readonly componentQuality: readonly [By<ComponentJob>, ComponentQuality];
  readonly countPanoptic: readonly [By<PanopticJob>, PanopticRow];
  readonly argmaxLabels: readonly [By<{ readonly scores: ScoreTensor }>, Uint16Array | Uint32Array];
}

/** Two segmentations; rules are no business of who counts. */
interface PanopticJob extends Sides<PostedSide> {
  readonly settings: PanopticSettings;
}

type SurfaceAnswer = SurfaceDistances<number> | readonly SurfaceDistances<number>[];

/** How a worker counts, with the Counter of each backend. */
export function handlersOf(counterOf: (backend: BackendName) => Counter): Handlers<PoolRequests> {
  return {
    countLabels: ({ backend, groundTruth, prediction, sizes, numClasses, ignoreIndex }) =>
      counterOf(backend).countLabels(groundTruth, prediction, sizes, numClasses, ignoreIndex),
    countOverlap: ({ backend, groundTruth, prediction }) =>
      counterOf(backend).countOverlap(groundTruth, prediction),
    sumOverlap: ({ backend, groundTruth, prediction }) =>
      sumBlocks(counterOf(backend), groundTruth, prediction),
    countBinary: ({ backend, groundTruth, prediction }) =>
      counterOf(backend).countBinary(groundTruth, prediction),
    countPacked: ({ backend, groundTruth, prediction, rows }) =>
      counterOf(backend).countPacked(groundTruth, prediction, rows),
    surfaceDistances: ({ backend, ...job }) => {
      counterOf(backend);
      return scoreSurfaces(job);
    },
    boundaryIou: ({ backend, ...job }) => {
      counterOf(backend);
      return scoreBoundaries(job);
    },
    connectedComponents: ({ backend, labels, grid, background, steps }) => {
      counterOf(backend);
      return findComponents(labels, grid, background, steps, "labelMap");
    },
    componentQuality: ({ backend, ...job }) => {
      counterOf(backend);
      return scoreComponents(job);
    },
    countPanoptic: ({ backend, settings, groundTruth, prediction }) => {
      counterOf(backend);
      return countSides(settings, [withTable(groundTruth), withTable(prediction)]);
    },
    argmaxLabels: ({ backend, scores }) => counterOf(backend).argmaxLabels(scores),
  };
}

function sumBlocks(counter: Counter, groundTruth: ScoreTensor, prediction: ScoreTensor): OverlapSums[] {
  const { pixelCount } = groundTruth;
  return softBlocks(groundTruth).map((block) =>
    counter.sumOverlap(stripOf(groundTruth, pixelCount, block), stripOf(prediction, pixelCount, block)),
  );
}

/** The blocks in which soft sums are taken, in their order: image after image. */
export function softBlocks({ batchSize, pixelCount }: ImageSizes): Strip[] {
  return Array.from({ length: batchSize }, (_, image) =>
    cutIntoStrips({ batchSize: 1, pixelCount }, Infinity, SOFT_BLOCK_PIXELS, SOFT_BLOCK_PIXELS).map(
      (block) => ({ ...block, firstImage: image }),
    ),
  ).flat();
}

/** Buffers of an answer that are the worker's own, to be handed over rather than copied. */
export function buffersOf(answer: Answer<PoolRequests, keyof PoolRequests>): ArrayBuffer[] {
  const arrays: unknown[] = ArrayBuffer.isView(answer) ? [answer] : Object.values(answer);
  return arrays.flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : []));
}
