import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setBackend } from "maskscore";
import { type SurfaceDistances, surfaceDistances } from "maskscore/surfaces";
import { decodeMask } from "../../app/formats/decodeMask.js";
import type { LabelRaster } from "../../src/reading/raster.js";

// Regions of two label volumes of the brain, as google-deepmind/surface-distance, MetricsReloaded (whose figures SciPy's by
// hand equal) and MONAI print them.

type Figure = number | "inf" | "nan";
type ByTolerance<T = Figure> = Readonly<Record<string, T>>;

interface Region {
  readonly truth: string;
  readonly prediction: string;
  readonly label: number;
  readonly tolerances: number[];
  readonly erosion_xor: {
    readonly edge_voxels: readonly [number, number];
    readonly hausdorff: Figure;
    readonly hausdorff95_max_of_directed: Figure;
    readonly hausdorff95_pooled: Figure;
    readonly "directed_mean[gt_to_pred,pred_to_gt]": readonly [Figure, Figure];
    readonly average_symmetric_surface_distance_pooled: Figure;
    readonly mean_of_directed_means: Figure;
    readonly normalised_surface_distance: ByTolerance;
  };
  readonly surfel: {
    readonly "average_surface_distance[gt_to_pred,pred_to_gt]": readonly [Figure, Figure];
    readonly robust_hausdorff: Readonly<Record<string, Figure>>;
    readonly surface_dice: ByTolerance;
    readonly "surface_overlap[gt,pred]": ByTolerance<readonly [Figure, Figure]>;
    readonly volumetric_dice: number;
  };
}

/** Regions of the atlas, and the background. */
const CLASSES = 117;

export function checkSurfaces(
  folder: string,
  check: (what: string, got: unknown, wanted: unknown) => void,
): void {
  const regions = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Region[];
  const volumeOf = (file: string): LabelRaster => {
    const { raster } = decodeMask(readFileSync(join(folder, file)));
    if (raster.kind !== "labels") throw new Error(`${file}: no labels`);
    return raster;
  };
  /** Equal to 1e-9 of the value: the wanted figure itself, so that it is shown where it is not. */
  const checkAll = (what: string, got: readonly number[], wanted: readonly Figure[]): void => {
    const numbers = wanted.map((figure) => (figure === "inf" ? Infinity : figure === "nan" ? NaN : figure));
    const isClose = numbers.every((number, i) => {
      const value = got[i] as number;
      return (
        Object.is(value, number) || value === number || Math.abs(value - number) <= 1e-9 * Math.abs(number)
      );
    });
    check(what, isClose ? wanted : got.map(String), wanted);
  };
  for (const backend of ["simd", "scalar", "reference"] as const) {
    setBackend(backend);
    for (const truthFile of new Set(regions.map(({ truth }) => truth))) {
      const ours = regions.filter(({ truth }) => truth === truthFile);
      const [truth, prediction] = [volumeOf(truthFile), volumeOf(ours[0]?.prediction as string)];
      const tolerances = ours[0]?.tolerances as number[];
      const options = {
        shape: truth.size,
        spacing: truth.spacing?.lengths,
        tolerances,
        numClasses: CLASSES,
      };
      const erosion = surfaceDistances(truth.data, prediction.data, options);
      const surfels = surfaceDistances(truth.data, prediction.data, { ...options, edges: "surfels" });
      const median = surfaceDistances(truth.data, prediction.data, {
        ...options,
        edges: "surfels",
        percentile: 50,
      });
      for (const region of ours) {
        const what = `${truthFile} region ${region.label}, ${backend}`;
        checkErosion(what, erosion[region.label] as SurfaceDistances, region);
        checkSurfels(what, surfels[region.label] as SurfaceDistances, region);
        const { robust_hausdorff } = region.surfel;
        checkAll(
          `${what}: median`,
          [median[region.label]?.hausdorff50 as number],
          [robust_hausdorff[50] as Figure],
        );
      }
    }
  }

  function checkErosion(
    what: string,
    got: SurfaceDistances,
    { erosion_xor: wanted, tolerances }: Region,
  ): void {
    const { meanDistance, edgeSize } = got;
    check(`${what}: edge voxels`, [edgeSize.groundTruth, edgeSize.prediction], wanted.edge_voxels);
    // NumPy's percentile of infinities is NaN; by our convention it is infinite.
    const percentile = (figure: Figure): Figure => (got.empty === undefined ? figure : "inf");
    checkAll(
      `${what}: by erosion`,
      [
        got.hausdorff,
        got.hausdorff95,
        got.hausdorff95Pooled,
        meanDistance.groundTruthToPrediction,
        meanDistance.predictionToGroundTruth,
        got.assd,
        got.masd,
        ...got.nsd,
      ],
      [
        wanted.hausdorff,
        percentile(wanted.hausdorff95_max_of_directed),
        percentile(wanted.hausdorff95_pooled),
        ...wanted["directed_mean[gt_to_pred,pred_to_gt]"],
        wanted.average_symmetric_surface_distance_pooled,
        wanted.mean_of_directed_means,
        ...tolerances.map((tolerance) => wanted.normalised_surface_distance[tolerance] as Figure),
      ],
    );
  }

  function checkSurfels(what: string, got: SurfaceDistances, { surfel: wanted, tolerances }: Region): void {
    const { meanDistance, surfaceOverlap } = got;
    const overlaps = tolerances.map(
      (tolerance) => wanted["surface_overlap[gt,pred]"][tolerance] as readonly [Figure, Figure],
    );
    checkAll(
      `${what}: surfels`,
      [
        got.hausdorff,
        got.hausdorff95,
        meanDistance.groundTruthToPrediction,
        meanDistance.predictionToGroundTruth,
        got.volumetricDice,
        ...got.nsd,
        ...surfaceOverlap.groundTruth,
        ...surfaceOverlap.prediction,
      ],
      [
        wanted.robust_hausdorff[100] as Figure,
        wanted.robust_hausdorff[95] as Figure,
        ...wanted["average_surface_distance[gt_to_pred,pred_to_gt]"],
        wanted.volumetric_dice,
        ...tolerances.map((tolerance) => wanted.surface_dice[tolerance] as Figure),
        ...overlaps.map(([truth]) => truth),
        ...overlaps.map(([, prediction]) => prediction),
      ],
    );
  }
}
