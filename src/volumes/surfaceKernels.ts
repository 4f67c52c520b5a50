/** What finds edges of masks, and how far they are apart; see assembly/volumes. */
export interface SurfaceKernels {
  labelBoxesU8: LabelBoxes;
  labelBoxesU32: LabelBoxes;
  packMask(
    labelsPtr: number,
    labelBytes: number,
    stride: number,
    first: number,
    count: number,
    rows: number,
    label: number,
    anyLabel: boolean,
    maskPtr: number,
    rowWords: number,
  ): void;
  commonBits(aPtr: number, bPtr: number, words: number): number;
  edgePoints: GridPoints;
  surfelPoints: GridPoints;
  surfelCodes(
    maskPtr: number,
    pointsPtr: number,
    planes: number,
    rows: number,
    rowWords: number,
    isFlat: boolean,
    codesPtr: number,
  ): void;
  pointDistances(
    fromPtr: number,
    toPtr: number,
    planes: number,
    rows: number,
    columns: number,
    rowWords: number,
    squaresPtr: number,
    scratchPtr: number,
    distancesPtr: number,
  ): void;
  squareHeights(
    rowPtr: number,
    rowBeforePtr: number,
    columns: number,
    width: number,
    heightsPtr: number,
  ): void;
  countBoundary(
    groundTruthPtr: number,
    predictionPtr: number,
    groundTruthHeights: number,
    predictionHeights: number,
    columns: number,
    enough: number,
    numClasses: number,
    sumsPtr: number,
  ): number;
}

type LabelBoxes = (
  labelsPtr: number,
  plane: number,
  firstRow: number,
  rowCount: number,
  columns: number,
  numClasses: number,
  anyLabel: boolean,
  boxesPtr: number,
) => number;

type GridPoints = (
  maskPtr: number,
  planes: number,
  rows: number,
  rowWords: number,
  isFlat: boolean,
  pointsPtr: number,
) => number;
