import { afterAll, afterEach, describe, expect, it } from "vitest";
// The built package: workers load the compiled file.
import { setBackend } from "maskscore";
import { componentQuality, connectedComponents } from "maskscore/components";
import { panopticQuality } from "maskscore/panoptic";
import { createScoringPool } from "maskscore/pool";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { BACKENDS } from "../helpers/backends.js";

const pool = createScoringPool({ threads: 2 });
afterAll(() => pool.close());
afterEach(() => {
  setBackend("simd");
});

const random = seededRandom(4);
const [width, height] = [36, 24];
const shape = [height, width];
const side = (): Uint8Array =>
  Uint8Array.from({ length: width * height }, (_, i) =>
    random() < 0.1 ? 3 : Math.floor((i % width) / 8) % 2 && Math.floor(i / width / 7) % 3,
  );
const [truth, predicted] = [side(), side()];
const shared = new Uint8Array(new SharedArrayBuffer(truth.length));
shared.set(truth);
const FORMS = [truth, shared, Int32Array.from(truth), BigInt64Array.from([...truth].map(BigInt))];

const categories = [
  { id: 5, isThing: true },
  { id: 6, isThing: false, name: "road" },
];
const image = (labels: Uint8Array | Uint32Array | number[]): Parameters<typeof panopticQuality>[0] => ({
  map: labels,
  width,
  height,
  segments: [1, 2, 3].map((id) => ({ id, categoryId: id === 2 ? 6 : 5, isCrowd: id === 3 })),
});

/** Code, argument and message of what is thrown. */
async function thrownBy(act: () => unknown): Promise<object> {
  try {
    await act();
  } catch (error) {
    const { name, message, problem } = error as Error & { readonly problem: object };
    return { name, message, problem };
  }
  throw new Error("nothing was thrown");
}

describe.each(BACKENDS)("a pool with %s behind it", (name) => {
  it("finds components as connectedComponents does, of any form of labels", async () => {
    setBackend(name);
    for (const labels of FORMS) {
      for (const options of [{}, { connectivity: 4, background: 3 }] as const) {
        const found = await pool.connectedComponents(labels, { shape, ...options });
        expect(found.count).toBeGreaterThan(3);
        expect(found).toEqual(connectedComponents(truth, { shape, ...options }));
      }
    }
    const volume = { shape: [2, height / 2, width], connectivity: 18 } as const;
    expect(await pool.connectedComponents(truth, volume)).toEqual(connectedComponents(truth, volume));
  });

  it("scores components as componentQuality does, with their surfaces", async () => {
    setBackend(name);
    for (const labels of FORMS) {
      for (const options of [
        {},
        { match: "overlap", ignoreIndex: 3, minPixels: 2, numClasses: 4 },
        { spacing: [2, 0.5], minVolume: 2, surfaces: { tolerances: [1], edges: "surfels" } },
      ] as const) {
        const scored = await pool.componentQuality(labels, predicted, { shape, ...options });
        expect(scored.instances.length).toBeGreaterThan(5);
        expect(scored).toEqual(componentQuality(truth, predicted, { shape, ...options }));
      }
    }
    expect(truth.length + predicted.length).toBe(2 * width * height);
  });

  it("scores panoptic maps as panopticQuality does", async () => {
    setBackend(name);
    for (const convention of ["panopticapi", "torchmetrics"] as const) {
      for (const map of [truth, Uint32Array.from(truth), [...truth]]) {
        const scored = await pool.panopticQuality(image(map), image(predicted), { categories, convention });
        expect(scored.all?.n).toBe(2);
        expect(scored).toEqual(panopticQuality(image(truth), image(predicted), { categories, convention }));
      }
    }
  });
});

it("a pool refuses whole images with the errors of the plain functions", async () => {
  for (const options of [{}, { shape: [2, 2] }, { shape, connectivity: 6 }, { shape, more: 1 }]) {
    const given = options as never;
    expect(await thrownBy(() => pool.connectedComponents(truth, given))).toEqual(
      await thrownBy(() => connectedComponents(truth, given)),
    );
  }
  for (const options of [
    {},
    // Labels are looked at by the worker.
    { shape, numClasses: 2 },
    { shape, spacing: [0, 1] },
    { shape, minVolume: 1 },
    { shape, surfaces: { percentile: -1 } },
    { shape, spacing: [1e-200, 1], surfaces: {} },
    { shape, background: -1, ignoreIndex: 3 },
    { shape, measureInstance: 1 },
  ]) {
    const given = options as never;
    expect(await thrownBy(() => pool.componentQuality(truth, predicted, given))).toEqual(
      await thrownBy(() => componentQuality(truth, predicted, given)),
    );
  }
  const unlisted = { ...image(predicted), segments: image(predicted).segments.slice(1) };
  const unpainted = {
    ...image(predicted),
    segments: [...image(predicted).segments, { id: 9, categoryId: 5 }],
  };
  const twice = { ...image(predicted), segments: [...image(predicted).segments, { id: 1, categoryId: 5 }] };
  for (const bad of [unlisted, unpainted, twice, { ...image(predicted), width: 2 }, null as never]) {
    expect(await thrownBy(() => pool.panopticQuality(image(truth), bad, { categories }))).toEqual(
      await thrownBy(() => panopticQuality(image(truth), bad, { categories })),
    );
  }
  expect(await thrownBy(() => pool.panopticQuality(image(truth), image(predicted), {} as never))).toEqual(
    await thrownBy(() => panopticQuality(image(truth), image(predicted), {} as never)),
  );
});

it("a pool takes no function that measures instances", async () => {
  const options = { shape, measureInstance: () => 1 } as never;
  await expect(pool.componentQuality(truth, predicted, options)).rejects.toThrow(
    '"measureInstance" expected nothing in a pool, got a function',
  );
});
