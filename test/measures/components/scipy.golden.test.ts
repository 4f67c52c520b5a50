import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { componentQuality, connectedComponents, type Connectivity } from "../../../src/components/index.js";
import { COMPONENT_METRICS, type ComponentMetric } from "../../../src/measures/components/componentScores.js";
import { BACKENDS, withBackend } from "../../helpers/backends.js";

type Described = readonly (readonly [firstPixel: number, area: number])[];

interface GoldenClass extends Readonly<Record<ComponentMetric, number | null>> {
  readonly components: readonly [groundTruth: Described, prediction: Described];
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

interface GoldenPair {
  readonly shape: number[];
  readonly connectivity: Connectivity;
  readonly iouThreshold: number;
  readonly minPixels: number;
  readonly groundTruth: string;
  readonly prediction: string;
  readonly classes: Readonly<Record<string, GoldenClass>>;
}

const PAIRS = JSON.parse(
  readFileSync(new URL("../../golden/components/scipy.json", import.meta.url), "utf8"),
) as GoldenPair[];

describe.each(BACKENDS)("SciPy's components, %s", (backend) => {
  it("holds cases", () => {
    expect(PAIRS.length).toBe(16);
  });

  it.each(PAIRS.map((pair) => [`${pair.shape.join(" x ")}, ${pair.connectivity} neighbours`, pair] as const))(
    "%s",
    (_, { shape, connectivity, iouThreshold, minPixels, classes, ...sides }) => {
      const [truth, predicted] = [sides.groundTruth, sides.prediction].map((text) =>
        Uint8Array.from(text, Number),
      ) as [Uint8Array, Uint8Array];
      const options = { shape, connectivity, iouThreshold, minPixels, numClasses: 3 };
      const { classes: scored } = withBackend(backend, () => componentQuality(truth, predicted, options));
      expect(scored.map(({ label }) => String(label))).toEqual(Object.keys(classes));
      for (const one of scored) {
        const { components, ...expected } = classes[one.label] as GoldenClass;
        [truth, predicted].forEach((map, side) => {
          const found = withBackend(backend, () => connectedComponents(map, { shape, connectivity }));
          const described = [...found.areas]
            .map((area, i) => [found.componentIds.indexOf(i + 1), area])
            .filter((__, i) => found.labels[i] === one.label);
          expect(described).toEqual(components[side]);
        });
        expect(one).toMatchObject({
          truePositives: expected.truePositives,
          falsePositives: expected.falsePositives,
          falseNegatives: expected.falseNegatives,
        });
        for (const metric of COMPONENT_METRICS) {
          if (expected[metric] === null) expect(one[metric]).toBeNaN();
          else expect(one[metric]).toBeCloseTo(expected[metric], 12);
        }
      }
    },
  );
});
