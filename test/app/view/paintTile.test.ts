import { beforeAll, describe, expect, it } from "vitest";
import { type Look, paintTile, type PaintedLayer, type ReadMasks } from "../../../app/view/paintTile.js";

/** What browsers have, as far as a tile is concerned. */
class ImageDataOfTest {
  readonly data: Uint8ClampedArray;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }
}

beforeAll(() => {
  Object.assign(globalThis, { ImageData: ImageDataOfTest });
});

// Colours are told apart by their lowest byte; opaque ones have the highest.
const [A, B, C] = [0xff000010, 0xff000020, 0xff000030];
const LOOK: Look = {
  colours: Uint32Array.of(A, B, C),
  outcomes: [0, 0xff000001, 0xff000002, 0xff000003],
  errorsOf: -1,
  isOutlined: false,
  lit: undefined,
  ground: undefined,
};

/** Masks drawn as text: a digit is a class, "." void. */
function masks(truth: readonly string[], prediction: readonly string[]): ReadMasks {
  const read = (rows: readonly string[]): number[] =>
    Array.from(rows.join(""), (sign) => (sign === "." ? -1 : Number(sign)));
  const [truths, predictions] = [read(truth), read(prediction)];
  return {
    width: truth[0]?.length ?? 0,
    height: truth.length,
    truthAt: (pixel) => truths[pixel] as number,
    predictionAt: (pixel) => predictions[pixel] as number,
    voidIndex: -1,
  };
}

function painted(of: ReadMasks, layer: PaintedLayer, look: Partial<Look> = {}, level = 0): number[] {
  const image = paintTile(of, { layer, level, column: 0, row: 0 }, { ...LOOK, ...look });
  return [...new Uint32Array(image.data.buffer)];
}

const faint = (colour: number): number => ((colour & 0xffffff) | 0x33000000) >>> 0;

const PAIR = masks(["001.", "2211"], ["0111", "2201"]);

describe("a tile", () => {
  it("shows a side's classes, and nothing of void", () => {
    expect(painted(PAIR, "truth")).toEqual([A, A, B, 0, C, C, B, B]);
    expect(painted(PAIR, "prediction")).toEqual([A, B, B, B, C, C, A, B]);
  });

  it("shows what is wrong in the colour of what was predicted, and what is right faint", () => {
    expect(painted(PAIR, "errors")).toEqual([faint(A), B, faint(B), 0, faint(C), faint(C), A, faint(B)]);
  });

  it("shows one class's hits, misses and false pixels", () => {
    const [hit, missed, wrong] = LOOK.outcomes.slice(1) as [number, number, number];
    expect(painted(PAIR, "errors", { errorsOf: 1 })).toEqual([0, wrong, hit, 0, 0, 0, missed, hit]);
  });

  it("shows a predicted void as missed", () => {
    expect(painted(masks(["00"], [".0"]), "errors")).toEqual([LOOK.outcomes[2], faint(A)]);
  });

  it("lights one confusion's pixels alone, on every layer and whatever class's errors are chosen", () => {
    const lit = [0, 1] as const;
    expect(painted(PAIR, "errors", { lit, errorsOf: 2 })).toEqual(
      [A, B, B, 0, C, C, A, B].map((colour, i) => (i === 1 || colour === 0 ? colour : faint(colour))),
    );
    expect(painted(PAIR, "truth", { lit })).toEqual(
      [A, A, B, 0, C, C, B, B].map((colour, i) => (i === 1 || colour === 0 ? colour : faint(colour))),
    );
  });

  it("fades into a ground where no photo lies beneath: opaque, a fifth of the colour", () => {
    const [right] = painted(masks(["0"], ["0"]), "errors", { ground: 0xff0000 });
    expect(right).toBe((0xff000000 | (Math.round((4 * 255) / 5) << 16) | Math.round(0x10 / 5)) >>> 0);
  });

  it("shows areas by their edges alone where outlines are wanted", () => {
    const square = masks(["00000", "01110", "01110", "01110", "00000"], Array<string>(5).fill("00000"));
    const outlined = painted(square, "truth", { isOutlined: true });
    expect(outlined[12], "within").toBe(0);
    expect(outlined[6], "its corner").toBe(B);
    expect(outlined[1], "beside it").toBe(A);
    expect(outlined[0], "touches it at a corner only").toBe(0);
  });

  it("draws a light and a dark line between classes, over whatever there is", () => {
    expect(painted(masks(["0011"], ["0000"]), "edges")).toEqual([0, 0xff000000, 0xffffffff, 0]);
  });

  it("takes the middle one of the pixels that it shows as one", () => {
    const wide = masks(["0001", "0120", "0000", "0000"], Array<string>(4).fill("0000"));
    expect(painted(wide, "truth", {}, 1)).toEqual([B, A, A, A]);
  });

  it("shows a slice through its volume", () => {
    // Two slices of 2 x 2, one below the other in memory; the column x = 1 of both, the last slice on top.
    const labels = [0, 1, 0, 2, 0, 2, 0, 1];
    const volume = {
      width: 2,
      height: 2,
      steps: { first: 5, across: 2, down: -4 },
      truthAt: (voxel: number) => labels[voxel] as number,
      predictionAt: () => 0,
      voidIndex: -1,
    };
    expect(painted(volume, "truth")).toEqual([C, B, B, C]);
  });
});
