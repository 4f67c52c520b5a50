import { afterAll, afterEach, describe, expect, it } from "vitest";
// The built package: workers load the compiled file.
import {
  allocate,
  argmaxLabels,
  binaryOverlap,
  confusionMatrix,
  dice_coeff,
  IoU_coeff,
  mean_dice,
  mean_iou,
  metrics_np,
  setBackend,
} from "maskscore";
import { createScoringPool, type ScoringPool } from "maskscore/pool";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { BACKENDS } from "../helpers/backends.js";
import { PROJECT, runNode } from "../helpers/project.js";
import { toPlanes } from "../helpers/scores.js";

const MORTAL_WORKER = new URL("../helpers/mortalWorker.mjs", import.meta.url);

const pools: ScoringPool[] = [];
function poolOf(options: Parameters<typeof createScoringPool>[0]): ScoringPool {
  const pool = createScoringPool(options);
  pools.push(pool);
  return pool;
}
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

const random = seededRandom(3);
const WIDTH = 1200;
const HEIGHT = 1000;
const labels = (): Uint8Array =>
  Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
    random() < 0.05 ? Math.floor(random() * 5) : (i >> 6) % 5,
  );
const [truth, predicted] = [labels(), labels()];
const scores = (): Float32Array => Float32Array.from({ length: 2 * 400 * 300 * 5 }, random);
const [t, p] = [scores(), scores()];
const shape = [2, 400, 300, 5];
const firstShape = [2, 5, 400, 300];

function share<T extends Uint8Array | Float32Array>(array: T): T {
  const copy = new (array.constructor as Uint8ArrayConstructor)(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy as unknown as T;
}

describe.each(BACKENDS)("a pool with %s behind it", (name) => {
  afterEach(() => {
    setBackend("simd");
  });

  it.each(["shared", "ordinary"])("gives what the plain functions give, from %s memory", async (memory) => {
    setBackend(name);
    const pool = poolOf({ threads: 2 });
    const as = <T extends Uint8Array | Float32Array>(array: T): T =>
      memory === "shared" ? share(array) : array;
    const [yTrue, yPred] = [
      { data: as(t), shape },
      { data: as(p), shape },
    ];
    const [first, firstPred] = [t, p].map((data) => ({
      data: as(toPlanes(data, 400 * 300, 5)),
      shape: firstShape,
    })) as [typeof yTrue, typeof yTrue];
    const layout = "channelsFirst" as const;
    const maps = { data: as(argmaxLabels(yTrue).data as Uint8Array), shape: [2, 400, 300] };
    const [a, b] = [as(truth), as(predicted)];

    expect(await pool.mean_iou(yTrue, yPred)).toBe(mean_iou(yTrue, yPred));
    expect(await pool.mean_dice(yTrue, yPred)).toBe(mean_dice(yTrue, yPred));
    expect(await pool.metrics_np(maps, yPred, "iou")).toBe(metrics_np(maps, yPred, "iou"));
    for (const metric_type of ["standard", "soft", "naive"] as const) {
      expect(await pool.metrics_np(first, firstPred, "dice", { metric_type, layout })).toBe(
        metrics_np(first, firstPred, "dice", { metric_type, layout }),
      );
    }
    expect(await pool.metrics_np(yTrue, yPred, "iou", "soft", false, true)).toEqual(
      metrics_np(yTrue, yPred, "iou", "soft", false, true),
    );
    expect(await pool.IoU_coeff(yTrue, yPred)).toEqual(IoU_coeff(yTrue, yPred));
    expect(await pool.dice_coeff(first, firstPred, { layout })).toEqual(
      dice_coeff(first, firstPred, { layout }),
    );
    expect(await pool.argmaxLabels(first, { layout })).toEqual(argmaxLabels(first, { layout }));
    expect(await pool.confusionMatrix(a, b, { numClasses: 5, ignoreIndex: 3 })).toEqual(
      confusionMatrix(a, b, { numClasses: 5, ignoreIndex: 3 }),
    );
    expect(await pool.confusionMatrix(maps.data, firstPred, { layout })).toEqual(
      confusionMatrix(maps.data, firstPred, { layout }),
    );
    expect(await pool.binaryOverlap(a, b)).toEqual(binaryOverlap(a, b));
    const bits = { bitPacked: true, width: WIDTH * 8 - 3, height: HEIGHT } as const;
    expect(await pool.binaryOverlap(a, b, bits)).toEqual(binaryOverlap(a, b, bits));
  });
});

describe("a scoring pool", () => {
  it("takes its copy at the call: what happens to ordinary memory afterwards changes nothing", async () => {
    const pool = poolOf({ threads: 2 });
    const [a, b] = [truth.slice(), predicted.slice()];
    const wanted = confusionMatrix(a, b, { numClasses: 5 });
    const promise = pool.confusionMatrix(a, b, { numClasses: 5 });
    a.fill(200);
    structuredClone(b, { transfer: [b.buffer] });
    expect(await promise).toEqual(wanted);
    expect(a[0]).toBe(200);
  });

  it("counts masks that live in WebAssembly memory", async () => {
    const pool = poolOf({ threads: 2 });
    const held = allocate(Uint8Array, truth.length);
    held.data.set(truth);
    const wanted = confusionMatrix(truth, predicted, { numClasses: 5 });
    expect(await pool.confusionMatrix(held.data, predicted, { numClasses: 5 })).toEqual(wanted);
    expect(held.data[7]).toBe(truth[7]);
    held.free();
  });

  it("names the first label without a class, wherever it stands", async () => {
    const pool = poolOf({ threads: 2 });
    const [a, b] = [share(truth), share(predicted)];
    a[1_100_003] = 77;
    b[900_001] = 66;
    await expect(pool.confusionMatrix(a, b, { numClasses: 5 })).rejects.toThrow(
      '"prediction" label 66 at pixel 900001 is outside 0..4',
    );
    const wrong = argmaxLabels({ data: t, shape });
    (wrong.data as Uint8Array)[130_000] = 5;
    const maps = { data: wrong.data, shape: [2, 400, 300] };
    await expect(pool.metrics_np(maps, { data: p, shape }, "iou")).rejects.toThrow(
      '"groundTruth" label 5 at pixel 10000 is outside 0..4',
    );
  });

  it("rejects what the plain functions throw", async () => {
    const pool = poolOf({ threads: 1 });
    await expect(pool.mean_iou({ data: t, shape: [1, 2] }, { data: p, shape })).rejects.toThrow(RangeError);
    await expect(pool.confusionMatrix(truth, [] as never, { numClasses: 5 })).rejects.toThrow(TypeError);
    await expect(pool.binaryOverlap(truth, truth.subarray(1))).rejects.toThrow("as many as groundTruth");
  });

  it("serves many calls at once", async () => {
    const pool = poolOf({ threads: 2 });
    const pairs = Array.from({ length: 50 }, (_, i) => [
      truth.subarray(i, i + 5000),
      predicted.subarray(0, 5000),
    ]);
    const got = await Promise.all(
      pairs.map(([a, b]) => pool.confusionMatrix(a as Uint8Array, b as Uint8Array, { numClasses: 5 })),
    );
    expect(got).toEqual(
      pairs.map(([a, b]) => confusionMatrix(a as Uint8Array, b as Uint8Array, { numClasses: 5 })),
    );
  });

  it("loses to a dying worker what that held, and nothing else", async () => {
    const pool = poolOf({ threads: 2, workerUrl: MORTAL_WORKER });
    const deadly = Uint8Array.of(99, 0, 0, 0);
    const harmless = Uint8Array.of(0, 1, 1, 0);
    for (let round = 0; round < 5; round++) {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 9 }, (_, i) => {
          const mask = i === 2 || i === 5 ? deadly : harmless;
          return pool.confusionMatrix(mask, harmless, { numClasses: 100 });
        }),
      );
      expect(outcomes.map(({ status }) => status === "rejected")).toEqual(
        Array.from({ length: 9 }, (_, i) => i === 2 || i === 5),
      );
      const [failed] = outcomes.filter((outcome) => outcome.status === "rejected");
      expect(String(failed?.reason)).toContain(
        "a scoring worker died while it counted: it exited with code 7",
      );
    }
  });

  it("says so where no worker ever starts", async () => {
    const pool = poolOf({ threads: 2, workerUrl: new URL("./no-such-worker.mjs", import.meta.url) });
    const count = (): Promise<unknown> => pool.binaryOverlap(Uint8Array.of(1), Uint8Array.of(1));
    await Promise.allSettled([count(), count(), count(), count()]);
    await expect(count()).rejects.toThrow("scoring workers do not start here");
  });

  it("ends with close(): what is under way and what comes later is rejected", async () => {
    const pool = createScoringPool({ threads: 2 });
    const calls = Array.from({ length: 4 }, () => pool.binaryOverlap(share(truth), share(predicted)));
    const settled = Promise.allSettled(calls);
    await pool.close();
    for (const outcome of await settled) {
      expect(outcome.status === "rejected" && String(outcome.reason)).toContain("the scoring pool is closed");
    }
    await expect(pool.binaryOverlap(truth, truth)).rejects.toThrow("the scoring pool is closed");
    await pool.close();
  });

  it("keeps no process alive when idle, and keeps it while there is something to do", () => {
    const script = (body: string): string => `
      import { createScoringPool } from "maskscore/pool";
      const pool = createScoringPool({ threads: 2 });
      const mask = new Uint8Array(9_000_000).fill(1);
      ${body}`;
    for (const body of [
      "console.log('idle from the start');",
      "pool.binaryOverlap(mask, mask).then(({ union }) => console.log(union));",
      "console.log((await pool.binaryOverlap(mask, mask)).union, (await pool.binaryOverlap(mask, mask)).union);",
    ]) {
      const { status, stdout, stderr } = runNode(["--input-type=module", "-e", script(body)], PROJECT);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout.trim()).toMatch(/^(idle from the start|9000000( 9000000)?)$/);
    }
  });

  it.each([
    [{ threads: 0 }, RangeError, '"threads" expected a whole number from 1 to 256, got 0'],
    [{ threads: "2" }, TypeError, '"threads" expected a whole number, got "2"'],
    [
      { workers: 2 },
      RangeError,
      '"options" expected only threads, workerUrl, got an unknown option "workers"',
    ],
    [{ workerUrl: 5 }, TypeError, '"workerUrl" expected a URL, got 5'],
  ])("refuses %j", (options, kind, message) => {
    expect(() => createScoringPool(options as never)).toThrow(kind);
    expect(() => createScoringPool(options as never)).toThrow(message);
  });
});
