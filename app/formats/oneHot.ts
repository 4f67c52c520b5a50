import type { ScoreSummary } from "../../src/reading/raster.js";
import type { ScoreLayout } from "../../src/types.js";
import type { Elements } from "./elements.js";
import { rowMajor } from "./scoreStrips.js";

// One-hot numbers: of each pixel the number of one class is 1 (or 255, as images have it), and all others are 0. They are read
// as they come, and are refused at the first pixel that is otherwise.

/** How an array's numbers could be one-hot. */
export interface OneHotAxes {
  readonly layout: ScoreLayout;
  readonly width: number;
  readonly height: number;
  readonly numClasses: number;
}

/** Numbers that are one-hot by these axes, and the class of each pixel, row-major. */
export interface OneHotLabels extends OneHotAxes {
  readonly labels: Uint8Array | Uint16Array;
}

/** The first pixel that is not one-hot, and what of it. */
export interface OneHotFault {
  readonly axes: OneHotAxes;
  readonly pixel: number;
  readonly what: string;
}

/** More classes are no class axis. */
export const MAX_ONE_HOT_CLASSES = 4096;

/** What is told of one-hot numbers as of other scores. */
export function oneHotSummary({ layout, numClasses, labels }: OneHotLabels): ScoreSummary {
  return {
    numClasses,
    layout,
    scoreCount: numClasses * labels.length,
    lowest: 0,
    highest: 1,
    notNumbers: 0,
    pixelsOfNotNumbers: 0,
  };
}

/**
 * @param pieces all numbers; read until none of the axes is left
 * @param isColumnMajor the first axis is the fastest
 * @returns by which of the axes the numbers are one-hot, and why they are not by the others
 */
export function readOneHot(
  pieces: Iterable<Elements>,
  axes: readonly OneHotAxes[],
  isColumnMajor = false,
): { readonly found: readonly OneHotLabels[]; readonly faults: readonly OneHotFault[] } {
  const readers = axes.map((one) =>
    (one.layout === "channelsLast") === isColumnMajor ? new ByPlane(one) : new ByPixel(one),
  );
  for (const piece of pieces) {
    let isAnyLeft = false;
    for (const reader of readers) {
      if (reader.fault === undefined) reader.add(piece);
      isAnyLeft ||= reader.fault === undefined;
    }
    if (!isAnyLeft) break;
  }
  const found: OneHotLabels[] = [];
  const faults: OneHotFault[] = [];
  for (const reader of readers) {
    const labels = reader.end();
    const { axes: own, fault } = reader;
    const { width, height } = own;
    if (labels !== undefined) {
      found.push({ ...own, labels: isColumnMajor ? rowMajor(labels, width, height) : labels });
    } else if (fault !== undefined) {
      const { pixel } = fault;
      const placed = isColumnMajor ? (pixel % height) * width + Math.floor(pixel / height) : pixel;
      faults.push({ axes: own, pixel: placed, what: fault.what });
    }
  }
  return { found, faults };
}

type Fault = Pick<OneHotFault, "pixel" | "what">;

abstract class Reader {
  fault: Fault | undefined;
  protected readonly labels: Uint8Array | Uint16Array;
  /** What stands for the pixel's class: the first number that is not 0. */
  protected one = 0;

  constructor(readonly axes: OneHotAxes) {
    const pixelCount = axes.width * axes.height;
    this.labels = axes.numClasses < NONE_8 ? new Uint8Array(pixelCount) : new Uint16Array(pixelCount);
  }

  abstract add(values: Elements): void;

  /** The labels, where all were one-hot. */
  abstract end(): Uint8Array | Uint16Array | undefined;

  /** Whether a number that is not 0 stands for a class; if not, that is the fault. */
  protected isOne(value: number, pixel: number): boolean {
    if (value === this.one) return true;
    if (this.one === 0 && (value === 1 || value === 255)) {
      this.one = value;
      return true;
    }
    this.fault = { pixel, what: `holds ${value}` };
    return false;
  }
}

const NONE_8 = 255;
const SEVERAL = "has more than one 1";
const NONE = "has no 1";

/** All numbers of a pixel come one after the other. */
class ByPixel extends Reader {
  #pixel = 0;
  #class = 0;
  #found = -1;

  add(values: Elements): void {
    const { numClasses } = this.axes;
    for (let i = 0; i < values.length; i++) {
      const value = Number(values[i]);
      if (value !== 0) {
        if (!this.isOne(value, this.#pixel)) return;
        if (this.#found >= 0) {
          this.fault = { pixel: this.#pixel, what: SEVERAL };
          return;
        }
        this.#found = this.#class;
      }
      if (++this.#class < numClasses) continue;
      if (this.#found < 0) {
        this.fault = { pixel: this.#pixel, what: NONE };
        return;
      }
      this.labels[this.#pixel++] = this.#found;
      this.#class = 0;
      this.#found = -1;
    }
  }

  end(): Uint8Array | Uint16Array | undefined {
    return this.fault === undefined ? this.labels : undefined;
  }
}

/** All pixels of a class come one after the other. */
class ByPlane extends Reader {
  #pixel = 0;
  #class = 0;
  /** The label of a pixel whose class has not come yet. */
  readonly #none: number;

  constructor(axes: OneHotAxes) {
    super(axes);
    this.#none = this.labels instanceof Uint8Array ? NONE_8 : 65_535;
    this.labels.fill(this.#none);
  }

  add(values: Elements): void {
    const { labels } = this;
    const none = this.#none;
    for (let i = 0; i < values.length; i++) {
      const value = Number(values[i]);
      if (value !== 0) {
        if (!this.isOne(value, this.#pixel)) return;
        if (labels[this.#pixel] !== none) {
          this.fault = { pixel: this.#pixel, what: SEVERAL };
          return;
        }
        labels[this.#pixel] = this.#class;
      }
      if (++this.#pixel === labels.length) {
        this.#pixel = 0;
        this.#class++;
      }
    }
  }

  end(): Uint8Array | Uint16Array | undefined {
    if (this.fault !== undefined) return undefined;
    const pixel = this.labels.indexOf(this.#none);
    if (pixel >= 0) this.fault = { pixel, what: NONE };
    return pixel < 0 ? this.labels : undefined;
  }
}
