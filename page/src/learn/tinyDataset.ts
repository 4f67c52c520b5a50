/** Images small enough to be counted by eye. */
export interface TinyImage {
  readonly id: string;
  /** What is to be seen in it. */
  readonly about: string;
  readonly groundTruth: Uint8Array;
  readonly prediction: Uint8Array;
}

export const TINY_WIDTH = 10;
export const TINY_HEIGHT = 6;
export const TINY_CLASSES = ["road", "car", "person"];

/** Rows of letters: road is a dot. */
function labels(rows: readonly string[]): Uint8Array {
  return Uint8Array.from(rows.join(""), (letter) => ".cp".indexOf(letter));
}

export const TINY_IMAGES: readonly TinyImage[] = [
  {
    id: "near",
    about: "A car, near and well found",
    groundTruth: labels(["..........", "..cccccc..", ".cccccccc.", ".cccccccc.", ".cccccccc.", ".........."]),
    prediction: labels(["..........", "..cccccc..", ".ccccccccc", ".ccccccccc", "..cccccccc", ".........."]),
  },
  {
    id: "far",
    about: "A car, far and hardly found; a person",
    groundTruth: labels(["..........", ".......p..", ".......p..", "..cc...p..", "..cc...p..", ".........."]),
    prediction: labels(["..........", "..........", ".......p..", "...c...p..", ".......pp.", ".........."]),
  },
  {
    id: "empty",
    about: "An empty road, with a person imagined",
    groundTruth: labels(Array.from({ length: TINY_HEIGHT }, () => "..........")),
    prediction: labels(["..........", "..........", "....p.....", "....p.....", "..........", ".........."]),
  },
];
