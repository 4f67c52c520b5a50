import { isInvertible } from "../../src/reading/placement.js";
import type { CoordinateSystem, LengthUnit, Placement, Spacing } from "../../src/reading/raster.js";
import type { TiffDirectory } from "./tiffDirectory.js";

// Where a TIFF lies, and how large its pixels are: what GDAL makes of the same tags.

const Tag = {
  xResolution: 282,
  yResolution: 283,
  resolutionUnit: 296,
  pixelScale: 33550,
  tiepoint: 33922,
  transformation: 34264,
  geoKeys: 34735,
  geoTexts: 34737,
} as const;

const Key = {
  modelType: 1024,
  rasterType: 1025,
  citation: 1026,
  geographicSystem: 2048,
  geographicCitation: 2049,
  angularUnit: 2054,
  projectedSystem: 3072,
  projectedCitation: 3073,
  linearUnit: 3076,
} as const;

const PROJECTED = 1;
const GEOGRAPHIC = 2;
/** Coordinates are of the middles of pixels, not of their upper left corners. */
const PIXEL_IS_POINT = 2;
/** In the place of a code: the system is described, by numbers of its own. */
const USER_DEFINED = 32767;
const DEGREE = 9102;
const METRE = 9001;

/** Millimetres of a resolution's unit; 1 is no unit: pixels are only as wide as they are high. */
const RESOLUTION_UNITS: Readonly<Record<number, number>> = { 2: 25.4, 3: 10 };

type GeoKeys = ReadonlyMap<number, number | string>;

/** Whether a TIFF says anything of a place on Earth. */
export function isGeoTiff(directory: TiffDirectory): boolean {
  return [Tag.pixelScale, Tag.transformation, Tag.geoKeys].some((tag) => directory.has(tag));
}

/** @throws {FormatError} a field that tells it is damaged */
export function readTiffPlace(directory: TiffDirectory): {
  readonly spacing: Spacing | undefined;
  readonly placement: Placement | undefined;
} {
  if (!isGeoTiff(directory)) return { spacing: resolutionOf(directory), placement: undefined };
  const keys = readGeoKeys(directory);
  const affine = readAffine(directory, keys.get(Key.rasterType) === PIXEL_IS_POINT);
  if (affine === undefined) return { spacing: resolutionOf(directory), placement: undefined };
  const coordinateSystem = systemOf(keys);
  const unit = unitOf(keys);
  const along = (axis: number): number => Math.hypot(affine[axis] as number, affine[4 + axis] as number);
  return {
    spacing: { lengths: [1, along(1), along(0)], unit },
    placement: { affine, unit, coordinateSystem },
  };
}

/** By scale and first tie point, else by the matrix; undefined of an image that is tied to the ground at several points. */
function readAffine(directory: TiffDirectory, isPoint: boolean): readonly number[] | undefined {
  const corner = scaledAndTied(directory) ?? transformed(directory);
  if (corner === undefined) return undefined;
  const [a, b, x, d, e, y] = corner;
  const half = isPoint ? 0 : 0.5;
  const affine = [a, b, 0, x + half * (a + b), d, e, 0, y + half * (d + e), 0, 0, 1, 0];
  return isInvertible(affine) ? affine : undefined;
}

type Corner = readonly [a: number, b: number, x: number, d: number, e: number, y: number];

function scaledAndTied(directory: TiffDirectory): Corner | undefined {
  const [scaleX = 0, scaleY = 0] = directory.reals(Tag.pixelScale) ?? [];
  const tie = directory.reals(Tag.tiepoint) ?? [];
  if (scaleX === 0 || scaleY === 0 || tie.length < 6) return undefined;
  const [column, row, , x, y] = tie as [number, number, number, number, number];
  // Rows go south, whatever the sign that is written.
  const down = -Math.abs(scaleY);
  return [scaleX, 0, x - column * scaleX, 0, down, y - row * down];
}

function transformed(directory: TiffDirectory): Corner | undefined {
  const matrix = directory.reals(Tag.transformation);
  if (matrix?.length !== 16) return undefined;
  return [0, 1, 3, 4, 5, 7].map((i) => matrix[i]) as unknown as Corner;
}

/** The directory of keys: four numbers each, the first four say how many there are. */
function readGeoKeys(directory: TiffDirectory): GeoKeys {
  const keys = new Map<number, number | string>();
  if (!directory.has(Tag.geoKeys)) return keys;
  const numbers = directory.numbers(Tag.geoKeys) ?? [];
  const texts = directory.has(Tag.geoTexts) ? (directory.text(Tag.geoTexts) ?? "") : "";
  const count = Math.min(numbers[3] ?? 0, numbers.length / 4 - 1);
  for (let i = 1; i <= count; i++) {
    const [key, location, length, value] = numbers.slice(4 * i, 4 * i + 4) as [
      number,
      number,
      number,
      number,
    ];
    if (location === 0) keys.set(key, value);
    // Each text ends in a bar.
    else if (location === Tag.geoTexts) keys.set(key, texts.slice(value, value + length).replace(/\|$/, ""));
  }
  return keys;
}

function systemOf(keys: GeoKeys): CoordinateSystem | undefined {
  const isGeographic = keys.get(Key.modelType) === GEOGRAPHIC;
  const code = keys.get(isGeographic ? Key.geographicSystem : Key.projectedSystem);
  const epsg = typeof code === "number" && code > 0 && code < USER_DEFINED ? code : undefined;
  const own = keys.get(isGeographic ? Key.geographicCitation : Key.projectedCitation);
  const citation = [keys.get(Key.citation), own].find(
    (text): text is string => typeof text === "string" && text.trim() !== "",
  );
  return epsg === undefined && citation === undefined ? undefined : { epsg, citation };
}

function unitOf(keys: GeoKeys): LengthUnit | undefined {
  if (keys.get(Key.modelType) === PROJECTED) return keys.get(Key.linearUnit) === METRE ? "m" : undefined;
  return keys.get(Key.modelType) === GEOGRAPHIC && keys.get(Key.angularUnit) === DEGREE
    ? "degree"
    : undefined;
}

/** Pixels of an inch or a centimetre, as scanners and microscopes write them. */
function resolutionOf(directory: TiffDirectory): Spacing | undefined {
  const [x] = directory.reals(Tag.xResolution) ?? [];
  const [y] = directory.reals(Tag.yResolution) ?? [];
  const millimetres = RESOLUTION_UNITS[directory.number(Tag.resolutionUnit, 2)];
  if (millimetres === undefined || !isLength(x) || !isLength(y)) return undefined;
  return { lengths: [1, millimetres / y, millimetres / x], unit: "mm" };
}

function isLength(value: number | undefined): value is number {
  return value !== undefined && value > 0 && Number.isFinite(value);
}
